import type { Clock } from '../base/clock';
import type { Ids } from '../base/ids';
import type { Catalog } from '../catalog/catalog';
import type { Registry } from '../form/define';
import type { Worker } from '../form/facts';
import type { Base } from '../store/base';

/** What every record stands on. Built once by the program or a test. */
export interface World {
  readonly catalog: Catalog;
  readonly registry: Registry;
  readonly base: Base;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly workers: readonly Worker[];
}
