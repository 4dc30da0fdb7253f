import { expect, it } from 'vitest';
import { registry } from '../../src/forms/index';

it('gives each form and field the same places: walking over many is then quick', () => {
  const fields = registry.all.flatMap((form) => Object.values(form.fields));
  const columns = fields.flatMap((field) => Object.values(field.columns ?? {}));
  const orders = (all: readonly object[]) => new Set(all.map((one) => Object.keys(one).join()));
  expect(orders(registry.all).size).toBe(1);
  expect(orders([...fields, ...columns]).size).toBe(1);
});
