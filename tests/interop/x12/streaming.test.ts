import fc from 'fast-check';
import { InterchangeJson, type Interchange, parseX12, readX12, singleGroup, writeX12, type X12Event } from '../../../interop/x12';
import { claimAcknowledgment } from './samples/acknowledgments';
import { anyRemittance, professionalClaim } from './samples/arbitraries';
import { professional, visit } from './samples/claims';
import { addressing } from './samples/parties';
import { denied, paid, remittance, takenBack } from './samples/remittances';
import { altered, textOf } from './samples/text';

async function eventsOf(chunks: Iterable<string>): Promise<X12Event[]> {
  const events: X12Event[] = [];
  for await (const event of readX12(chunks)) events.push(event);
  return events;
}

/** The JSON document the streaming writer makes of a text. */
async function jsonOf(text: string): Promise<unknown> {
  const json = new InterchangeJson();
  let document = '';
  for await (const event of readX12([text])) document += json.take(event);
  return JSON.parse(document);
}

describe('streaming', () => {
  const text = textOf(remittance([paid, denied], takenBack));

  test('header, one claim at a time, trailer, end', async () => {
    const events = await eventsOf([text.slice(0, 200), text.slice(200)]);
    expect(events.map(({ kind }) => kind)).toEqual(['interchange', 'group', 'transaction', 'header', 'item', 'item', 'transactionEnd', 'groupEnd', 'interchangeEnd', 'end']);
    expect(events[4]).toEqual({ kind: 'item', item: paid });
    expect(events[6]).toEqual({ kind: 'transactionEnd', trailer: { providerAdjustments: takenBack }, ok: true });
    expect(events.at(-1)).toEqual({ kind: 'end', ok: true, segments: text.split('~').length - 1 });
  });

  test('a claim comes before the rest of the file is there', async () => {
    const cut = text.indexOf('CLP*CLM1002');
    async function* chunks() {
      yield text.slice(0, text.indexOf('~', cut) + 1);
      throw new Error('the line broke');
    }
    const seen: string[] = [];
    await expect((async () => {
      for await (const event of readX12(chunks())) seen.push(event.kind);
    })()).rejects.toThrow('the line broke');
    expect(seen).toEqual(['interchange', 'group', 'transaction', 'header', 'item']);
  });

  test('a claim that is wrong is not handed over, and the end says so', async () => {
    const events = await eventsOf([altered(text, 'CLP*CLM1001*1*', 'CLP*CLM1001*99*')]);
    expect(events.filter(({ kind }) => kind === 'item')).toEqual([{ kind: 'item', item: denied }]);
    expect(events.find(({ kind }) => kind === 'transactionEnd')).toEqual({ kind: 'transactionEnd', trailer: undefined, ok: false });
    expect(events.at(-1)).toMatchObject({ kind: 'end', ok: false });
  });

  test('as JSON it is what parsing whole gives', async () => {
    const several: Interchange = { ...singleGroup(addressing, [professional(visit), { ...professional(visit), controlNumber: '0002' }]), acknowledgments: [{ controlNumber: 3, date: '2026-03-01', time: '08:00', status: 'R', note: '024' }] };
    several.groups.push(...singleGroup({ ...addressing, groupControlNumber: 9 }, [claimAcknowledgment]).groups);
    const written = writeX12(several);
    if (!written.ok) throw new Error('the sample is sound');
    expect(await jsonOf(written.text + text)).toEqual({ interchanges: [several, singleGroup(addressing, [remittance([paid, denied], takenBack)])], warnings: [] });
  });

  test('for any claims and remittances', async () => {
    await fc.assert(fc.asyncProperty(fc.oneof(anyRemittance, fc.array(professionalClaim, { minLength: 1, maxLength: 2 }).map((claims) => professional(...claims))), async (transaction) => {
      const written = textOf(transaction);
      const parsed = parseX12(written);
      expect(await jsonOf(written)).toEqual(parsed.ok && { interchanges: parsed.interchanges, warnings: parsed.warnings });
    }), { numRuns: 30 });
  });
});
