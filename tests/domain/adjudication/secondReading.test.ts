import fc from 'fast-check';
import { adjudicate } from '../../../domain/adjudication';
import { input, payable } from './arbitraries';
import { readAgain } from './secondReading';

const RUNS = { numRuns: Number(process.env.CAREWAY_PROPERTY_RUNS ?? 500) };

describe('two readings of the contract agree to the cent', () => {
  test.each([['on any claim', input], ['on claims that come to their price', payable]])('%s', (_what, arbitrary) => {
    fc.assert(fc.property(arbitrary, (what) => {
      const { explanation: _, ...result } = adjudicate(what);
      expect(result).toEqual(readAgain(what));
    }), RUNS);
  });
});
