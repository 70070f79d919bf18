import { contract } from '../../../api/client';
import { GLASS_MINUTES, GLASS_REASON_LABELS, GLASS_REASONS, GLASS_WORDS_LEAST, type GlassReason } from '../../../domain/rights/glass';
import { refusalOf, type RefusedForm } from '../../forms/refused';
import { get, post } from '../../http/page';
import { ownPath, type Visit } from '../../http/visit';

/** How a record is named where somebody stands before it; the API refuses other words. */
type RecordName = 'patientId';

/** Opening a restricted record with a reason, and closing it again. */
export const glassPages = [
  get('/glass', (visit) => showGlass(visit, visit.query)),
  post('/glass', breakGlass),
  post('/glass/:glassId/end', async (visit) => {
    await visit.api.call(contract.endGlass, { params: { glassId: visit.param('glassId') } });
    visit.redirect('/patients', 'glass-closed');
  }),
];

function showGlass(visit: Visit, typed: URLSearchParams, refused: RefusedForm | null = null): void {
  const text = (name: string): string => typed.get(name) ?? '';
  visit.render('privacy/glass', {
    record: text('record'), id: text('id'), back: text('back'), words: text('words'), minutes: GLASS_MINUTES, least: GLASS_WORDS_LEAST, refused: refused?.refused, errors: refused?.errors ?? {},
    reasons: GLASS_REASONS.map((value) => ({ value, label: GLASS_REASON_LABELS[value], chosen: value === (text('reason') || 'emergency') })),
  }, { status: refused?.status ?? 200 });
}

async function breakGlass(visit: Visit): Promise<void> {
  const { posted } = visit;
  const text = (name: string): string => posted.get(name) ?? '';
  try {
    const { patientId } = await visit.api.call(contract.breakGlass, { body: { record: text('record') as RecordName, id: text('id'), reason: text('reason') as GlassReason, words: text('words') } });
    visit.redirect(ownPath(posted.get('back'), `/patients/${patientId}`), 'glass-broken');
  } catch (error) {
    showGlass(visit, posted, refusalOf(error));
  }
}
