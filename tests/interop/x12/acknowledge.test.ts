import { Acknowledger, InterchangeReader, singleGroup, writeX12 } from '../../../interop/x12';
import { busyVisit, professional, visit } from './samples/claims';
import { addressing } from './samples/parties';
import { altered, positionOf, sound, textOf } from './samples/text';

/** The 999s that answer a text. */
function answers(text: string) {
  const reader = new InterchangeReader();
  const acknowledger = new Acknowledger();
  for (const event of [...reader.push(text), ...reader.end()]) acknowledger.take(event);
  return acknowledger.acknowledgments;
}

const two = (() => {
  const written = writeX12(singleGroup(addressing, [professional(visit), { ...professional(busyVisit), controlNumber: '0002' }]));
  return written.ok ? written.text : '';
})();

describe('the 999 that answers what was read', () => {
  test('all accepted', () => {
    expect(answers(textOf(professional(visit)))).toEqual([{
      set: '999', group: { functionalId: 'HC', controlNumber: 77, version: '005010X222A1' }, status: 'A', included: 1, received: 1, accepted: 1,
      transactions: [{ code: '837', controlNumber: '0001', version: '005010X222A1', segments: [], status: 'A' }],
    }]);
  });

  test('one of two rejected, with segment, element and code', () => {
    const text = altered(two, 'CLM*CLM1002*525.25***22:B:1', 'CLM*CLM1002****22:B:3');
    const start = positionOf(text, 'ST*837*0002') - 1;
    const [answer] = answers(text);
    expect(answer).toMatchObject({ status: 'P', included: 2, received: 2, accepted: 1 });
    expect(answer?.transactions).toEqual([
      expect.objectContaining({ controlNumber: '0001', status: 'A', segments: [] }),
      {
        code: '837', controlNumber: '0002', version: '005010X222A1', status: 'R', errors: ['5'],
        segments: [{
          segmentId: 'CLM', position: positionOf(text, 'CLM*CLM1002') - start, loop: '2300', code: '8',
          elements: [{ element: 2, dataElement: '782', code: '1' }, { element: 5, component: 3, dataElement: '1325', code: '7' }],
        }],
      },
    ]);
  });

  test('a missing segment, a wrong count, an unsupported version', () => {
    expect(answers(altered(two, 'BHT*0019', 'BHX*0019'))[0]?.transactions[0]).toMatchObject({ status: 'R', segments: [{ segmentId: 'BHX', position: 2, code: '1', elements: [] }, { segmentId: 'NM1', position: 3, code: '3' }] });
    expect(answers(two.replace(/SE\*\d+\*0001/, 'SE*99*0001'))[0]?.transactions[0]).toMatchObject({ status: 'R', errors: ['4'], segments: [] });
    expect(answers(two.replace(/005010X222A1/g, '005010X999'))[0]).toMatchObject({ status: 'R', accepted: 0, transactions: [{ errors: ['I6'] }, { errors: ['I6'] }] });
    expect(answers(altered(two, 'GE*2*77', 'GE*3*77'))[0]).toMatchObject({ status: 'R', included: 3, received: 2, accepted: 0, errors: ['5'] });
  });

  test('what does not balance is no matter of syntax', () => {
    expect(answers(altered(two, 'CLM*CLM1001*150*', 'CLM*CLM1001*151*'))[0]).toMatchObject({ status: 'A', accepted: 2 });
  });

  test('any answer can be sent', () => {
    for (const text of [two, altered(two, 'CLM*CLM1002*525.25***22:B:1', 'CLM*CLM1002****22:B:3'), altered(two, 'BHT*0019', '??*0019'), two.replace(/HI\*/g, 'HX*')]) {
      const [answer] = answers(text);
      if (!answer) throw new Error('a group was answered');
      const written = writeX12(singleGroup(addressing, [{ ...answer, controlNumber: '0001' }]));
      expect(written).toMatchObject({ ok: true });
      expect(written.ok && sound(written.text)[0]?.groups[0]?.transactions[0]).toEqual({ ...answer, controlNumber: '0001' });
    }
  });
});
