import type { Random } from '../base/random';
import type { Catalog } from '../catalog/catalog';
import type { Values } from '../form/value';
import type { Hand } from '../records/bulk';
import { addDays, addMonths } from '../rules/calendar';
import { makeTestId, readPersonId } from '../rules/person-id';
import { MEN, STREETS, SURNAMES, WOMEN } from './names';

/** Somebody made up, before they are entered. */
export interface MadePerson {
  readonly identifier: string;
  readonly last: string;
  readonly first: string;
  /** R head, S spouse, B child, H other. */
  readonly role: 'R' | 'S' | 'B' | 'H';
}

/** People who live together. */
export interface MadeHousehold {
  readonly persons: readonly MadePerson[];
  readonly municipality: string;
  readonly address: Values;
  /** Which of them, by index, are under turvakielto. */
  readonly protected: readonly number[];
}

const INDIVIDUAL_NUMBERS = 100;
const FIRST_NUMBER = 900;
/** Of a hundred persons so many are under turvakielto. */
const PROTECTED_PERCENT = 2;
const LANGUAGES = ['fi', 'fi', 'fi', 'fi', 'fi', 'fi', 'fi', 'fi', 'sv'];

/** Makes up households one after another; no identifier comes twice. */
export class PeopleMaker {
  private readonly taken = new Set<string>();
  private readonly pairs = new Set<string>();
  private readonly places: readonly string[];

  /** @param today day on which ages are counted */
  constructor(
    private readonly random: Random,
    private readonly catalog: Catalog,
    private readonly today: string,
  ) {
    const units = catalog.units(today).map((unit) => unit.municipality);
    this.places = [...new Set(units)].filter((place) => place !== '');
  }

  /** Keeps identifiers and names of fixed persons from coming up again. */
  reserve(persons: readonly MadePerson[]): void {
    for (const { identifier, last, first } of persons) {
      this.taken.add(identifier);
      this.pairs.add(`${last} ${first}`);
    }
  }

  /** A household of at most `most` persons. */
  household(most: number): MadeHousehold {
    const { random } = this;
    const surname = random.pick(SURNAMES);
    const age = 19 + random.int(70);
    const persons = [this.person(surname, age, 'R')];
    const add = (one: MadePerson) => {
      if (persons.length < most) persons.push(one);
    };
    if (random.int(100) < 45) add(this.person(this.partnerName(surname), this.near(age), 'S'));
    if (age >= 22 && age <= 55 && random.int(100) < 45) {
      const children = 1 + random.int(3);
      for (let n = 0; n < children; n++) {
        add(this.person(surname, random.int(Math.min(18, age - 19)), 'B'));
      }
    }
    return {
      persons,
      municipality: random.pick(this.places),
      address: this.address(),
      protected: persons.flatMap((_, at) => (random.int(100) < PROTECTED_PERCENT ? [at] : [])),
    };
  }

  /** The address of a household whose persons are fixed. */
  address(): Values {
    const { random } = this;
    const door = `${String.fromCharCode(65 + random.int(4))} ${1 + random.int(40)}`;
    return {
      street: `${random.pick(STREETS)} ${1 + random.int(99)} ${door}`,
      postcode: `${10000 + random.int(90) * 1000 + random.int(90) * 10}`,
      phone: `000 ${100 + random.int(900)} ${1000 + random.int(9000)}`,
    };
  }

  /** Values of the person form. */
  values(household: MadeHousehold, at: number): Values {
    const person = household.persons[at] as MadePerson;
    const read = readPersonId(person.identifier);
    if (!read.ok) throw new Error(`a made-up identifier is wrong: ${read.problem.code}`);
    const city = this.catalog.code('municipalities', household.municipality)?.fi ?? null;
    return {
      identifiers: [{ value: person.identifier, class: read.value.class, from: null, until: null }],
      last_name: person.last,
      first_names: person.first,
      municipality: household.municipality,
      ...household.address,
      city,
      language: this.random.pick(LANGUAGES),
      protected: household.protected.includes(at),
    };
  }

  private person(last: string, age: number, role: MadePerson['role']): MadePerson {
    const born = addDays(addMonths(this.today, -12 * age), -this.random.int(365));
    for (;;) {
      const first = this.random.pick(this.random.int(2) === 0 ? WOMEN : MEN);
      const number = FIRST_NUMBER + this.random.int(INDIVIDUAL_NUMBERS);
      const identifier = makeTestId(born, number);
      if (this.taken.has(identifier) || this.pairs.has(`${last} ${first}`)) continue;
      this.taken.add(identifier);
      return { identifier, last, first, role };
    }
  }

  private partnerName(surname: string): string {
    return this.random.int(100) < 60 ? surname : this.random.pick(SURNAMES);
  }

  private near(age: number): number {
    return Math.max(18, age - 5 + this.random.int(11));
  }
}

/** Enters a household and gives the ids of its persons in order. */
export function enterHousehold(hand: Hand, maker: PeopleMaker, made: MadeHousehold): string[] {
  const ids = made.persons.map((_, at) => hand.enter('person', maker.values(made, at)).id);
  const members = made.persons.map(({ role }, at) => ({
    person: ids[at] as string,
    role,
    from: null,
    until: null,
    guardian: role === 'R' || role === 'S',
  }));
  hand.enter('household', { members });
  return ids;
}
