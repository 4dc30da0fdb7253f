/** What a base knows of the centre it belongs to. */
export interface CentreLink {
  readonly url: string;
  /** The one worker of the base. */
  readonly user: string;
  /** Under which identity it sends. */
  readonly device_id: string;
  /** Null until the first contact. */
  readonly tenant: string | null;
  readonly epoch: string | null;
  /** Position up to which everything visible is in this base. */
  readonly cursor: number;
  /** Instant of the last exchange that ended well, by the clock of the station. */
  readonly last_ok_at: string | null;
}
