/** Loaded before each file of tests: properties are tried with the same cases on each run. */
import fc from 'fast-check';
import { seedFrom } from './seed';

fc.configureGlobal({ seed: seedFrom(20_260_316) });
