import { ApiProblem, contract } from '../../../api/client';
import { INQUIRIES as QUESTIONS } from '../../../domain/claims/inquiries';
import { ListAddress, options } from '../../http/listQuery';
import { get, post } from '../../http/page';
import { type Visit } from '../../http/visit';
import { tabsOf } from './tabs';

/** Files from payers and to payers: what was taken in, what failed and why, what waits. */
export const exchangePages = [
  get('/exchange', showFiles),
  get('/exchange/sent', showSent),
  get('/exchange/files/:fileId', (visit) => showFile(visit)),
  get('/exchange/files/:fileId/content', downloadFile),
  post('/exchange/files/:fileId/retry', retryFile),
  get('/exchange/questions/:inquiryId', showQuestion),
];

const fileOf = (visit: Visit): { fileId: string } => ({ fileId: visit.param('fileId') });

async function showFiles(visit: Visit): Promise<void> {
  const address = new ListAddress('/exchange', ['state', 'q', 'sort'] as const, visit.query);
  const [page, folder] = await Promise.all([
    visit.api.call(contract.listExchangeFiles, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } }),
    visit.api.call(contract.readExchangeFolder, {}),
  ]);
  const state = address.value('state');
  const chip = (value: string | null, label: string) => ({ label, href: address.with({ state: value }), current: state === value });
  visit.render('exchange/files', {
    tabs: tabsOf(visit, 'files'), folder,
    search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip(null, 'All'), { ...chip('to-do', 'To be dealt with'), count: folder.failed, tone: folder.failed > 0 ? 'red' : null }, chip('failed', 'Failed'), chip('taken-in', 'Taken in')],
    selects: [{ name: 'sort', label: 'Sort', hidden: address.hidden('sort'), options: options(address.value('sort'), [['', 'Newest'], ['oldest', 'Oldest']]) }],
    list: {
      rows: page.items.map((file) => ({ ...file, label: file.name ?? 'File without a name', size: sizeOf(file.bytes) })), nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered
        ? { title: 'Nothing matches', text: 'Search by the kind of file, such as 835, or by words of the reason.', href: '/exchange', action: 'Clear the filters' }
        : { title: 'No file has come yet', text: 'What payers put into the inbound folder appears here, taken in or with the reason why not.', href: '/exchange/payers', action: 'See how payers are reached' },
    },
  });
}

const ABOUT: Readonly<Record<string, string>> = { '270': 'A coverage', '276': 'A claim', '278': 'An authorisation' };

async function showSent(visit: Visit): Promise<void> {
  const address = new ListAddress('/exchange/sent', ['state', 'payerId', 'q'] as const, visit.query);
  const [page, { items: payers }] = await Promise.all([
    visit.api.call(contract.listOutboundFiles, { query: { ...address.filters, limit: 50, ...(address.cursor ? { cursor: address.cursor } : {}) } as { limit: number } }),
    visit.api.call(contract.listPayers, { query: { limit: 200 } }),
  ]);
  const state = address.value('state');
  const chip = (value: string | null, label: string) => ({ label, href: address.with({ state: value }), current: state === value });
  visit.render('exchange/sent', {
    tabs: tabsOf(visit, 'sent'), search: { hidden: address.hidden('q'), value: address.value('q') ?? '' },
    chips: [chip(null, 'All'), chip('waiting', 'Waiting to go out'), chip('handed-over', 'In the folder'), chip('answered', 'Answered')],
    selects: [{ name: 'payerId', label: 'Payer', hidden: address.hidden('payerId'), options: options(address.value('payerId'), [['', 'Any'], ...payers.map(({ id, name }) => [id, name] as const)]) }],
    list: {
      rows: page.items.map((file) => ({ ...file, about: ABOUT[file.kind] ?? '', href: file.kind.startsWith('837') && file.claim ? `/claims/${file.claim.id}/submissions/${file.id}` : `/exchange/questions/${file.id}` })),
      nextHref: address.page(page.nextCursor), firstHref: address.cursor ? address.with({}) : null,
      empty: address.isFiltered
        ? { title: 'Nothing matches', text: 'Search by claim number, control number or kind of file.', href: '/exchange/sent', action: 'Clear the filters' }
        : { title: 'Nothing goes out as a file', text: 'Claims and questions of payers that are reached through the exchange folder appear here.', href: '/exchange/payers', action: 'See how payers are reached' },
    },
  });
}

async function showFile(visit: Visit, shown: { refused?: string; stillWrong?: readonly string[]; status?: number } = {}): Promise<void> {
  const file = await visit.api.call(contract.readExchangeFile, { params: fileOf(visit) });
  visit.render('exchange/file', {
    file, label: file.name ?? 'File without a name', size: sizeOf(file.bytes), ...shown, mayRetry: file.state === 'failed' && !file.isTakenInSince && file.isKept && visit.has('billing-supervisor', 'administrator'),
  }, { status: shown.status ?? 200 });
}

async function downloadFile(visit: Visit): Promise<void> {
  const { name, content } = await visit.api.call(contract.readExchangeFileContent, { params: fileOf(visit) });
  visit.ctx.type = 'application/octet-stream';
  // A sender may call its file anything: what a header could trip over is left out.
  visit.ctx.set('content-disposition', `attachment; filename="${name.replace(/[^A-Za-z0-9._-]/g, '_').slice(0, 120)}"`);
  visit.ctx.body = Buffer.from(content, 'base64');
}

async function retryFile(visit: Visit): Promise<void> {
  try {
    const { state, fileId, problems } = await visit.api.call(contract.retryExchangeFile, { params: fileOf(visit) });
    if (state === 'failed') return await showFile(visit, { stillWrong: problems, status: 422 });
    visit.redirect(`/exchange/files/${fileId ?? visit.param('fileId')}`, 'file-taken-in');
  } catch (error) {
    if (!(error instanceof ApiProblem) || ![409, 422].includes(error.status)) throw error;
    await showFile(visit, { refused: error.problem.title, status: error.status });
  }
}

async function showQuestion(visit: Visit): Promise<void> {
  const { content, ...question } = await visit.api.call(contract.readInquiry, { params: { inquiryId: visit.param('inquiryId') } });
  const { claim, patientId, kind } = question;
  visit.render('exchange/question', {
    ...question, ...(claim ? { backHref: `/claims/${claim.id}`, backLabel: 'Claim' } : { backHref: `/patients/${patientId}/stays`, backLabel: 'Coverage' }),
    heading: QUESTIONS[kind].label, about: kind === '278' ? 'The patient’s authorisations' : 'The patient’s coverage', answerKind: QUESTIONS[kind].answer, mayOpenClaim: claim !== null && visit.has('billing', 'billing-supervisor', 'coder', 'manager', 'administrator', 'auditor'),
    segments: content.split(/~\s*/).filter(Boolean).map((segment) => `${segment}~`),
  });
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1 << 20 ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes / 104_857.6) / 10} MB`;
}
