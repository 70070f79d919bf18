/** What an 835 came to, by a reading of its segments that shares no code with Careway's own. */
export interface Balances {
  payments: number;
  claims: number;
  lines: number;
  /** One sentence for each amount that does not add up. */
  readonly faults: string[];
}

/** Cents of an X12 decimal ("12", "-0.5", "12.34"). */
function cents(text: string | undefined): number {
  const match = /^(-?)(\d*)(?:\.(\d{1,2}))?$/.exec(text ?? '');
  if (!match || text === '') throw new Error('an amount that is none');
  const value = Number(match[2] || 0) * 100 + Number((match[3] ?? '').padEnd(2, '0') || 0);
  return match[1] === '-' ? -value : value;
}

/** CAS: group, then up to six triples of reason, amount and quantity. */
function adjusted(elements: readonly string[]): number {
  let sum = 0;
  for (let at = 3; at < elements.length; at += 3) if (elements[at]) sum += cents(elements[at]);
  return sum;
}

/** PLB: provider, fiscal year, then up to six pairs of reason and amount. */
function forwarded(elements: readonly string[]): number {
  let sum = 0;
  for (let at = 4; at < elements.length; at += 2) if (elements[at]) sum += cents(elements[at]);
  return sum;
}

interface Payment { paid: number; claims: number; plb: number }
interface Claim { number: string; charge: number; paid: number; adjusted: number; lines: number; lineCharges: number }
interface Line { charge: number; paid: number; adjusted: number }

/**
 * Add up every 835 in a file (element separator and segment terminator from each ISA): SVC02 − CAS = SVC03 by line, CLP03 − all CAS = CLP04
 * and the lines' charges and payments by claim, BPR02 = claims − PLB by transaction set (guide 005010X221A1, 1.10.2.1).
 */
export function addUp(file: string, into: Balances): void {
  let [payment, claim, line]: [Payment | null, Claim | null, Line | null] = [null, null, null];
  const fault = (what: string) => into.faults.push(what);
  const endLine = () => {
    if (line && line.charge - line.adjusted !== line.paid) fault(`a line of ${claim?.number} is out by ${line.charge - line.adjusted - line.paid}`);
    line = null;
  };
  const endClaim = () => {
    endLine();
    if (!claim) return;
    if (claim.charge - claim.adjusted !== claim.paid) fault(`${claim.number} is out by ${claim.charge - claim.adjusted - claim.paid}`);
    if (claim.lines > 0 && claim.lineCharges !== claim.charge) fault(`the lines of ${claim.number} charge ${claim.lineCharges} of ${claim.charge}`);
    if (payment) payment.claims += claim.paid;
    claim = null;
  };
  for (const [id, ...elements] of segmentsOf(file)) {
    const at = ['', ...elements];
    if (id === 'BPR') {
      payment = { paid: cents(at[2]) * (at[3] === 'D' ? -1 : 1), claims: 0, plb: 0 };
      into.payments += 1;
    } else if (id === 'CLP') {
      endClaim();
      claim = { number: at[1] ?? '', charge: cents(at[3]), paid: cents(at[4]), adjusted: 0, lines: 0, lineCharges: 0 };
      into.claims += 1;
    } else if (id === 'SVC') {
      endLine();
      line = { charge: cents(at[2]), paid: cents(at[3]), adjusted: 0 };
      if (claim) {
        claim.lines += 1;
        claim.lineCharges += line.charge;
      }
      into.lines += 1;
    } else if (id === 'CAS') {
      if (claim) claim.adjusted += adjusted(at);
      if (line) line.adjusted += adjusted(at);
    } else if (id === 'PLB') {
      endClaim();
      if (payment) payment.plb += forwarded(at);
    } else if (id === 'SE' && payment) {
      endClaim();
      if (payment.paid !== payment.claims - payment.plb) fault(`a payment of ${payment.paid} is for claims of ${payment.claims} less ${payment.plb}`);
      payment = null;
    }
  }
}

/** Would one cent more in the first line, claim or payment of a file be found? A check that finds nothing has to show that it can. */
export function noticesOneCent(file: string): boolean {
  return [/(~\s*SVC\*[^*]+\*[^*]+\*)([\d.]+)/, /(~\s*CLP\*[^*]+\*[^*]+\*[^*]+\*)([\d.]+)/, /(~\s*BPR\*[^*]+\*)([\d.]+)/].every((amount) => {
    const wrong = file.replace(amount, (_, before: string, dollars: string) => `${before}${((cents(dollars) + 1) / 100).toFixed(2)}`);
    const sums: Balances = { payments: 0, claims: 0, lines: 0, faults: [] };
    addUp(wrong, sums);
    return wrong !== file && sums.faults.length > 0;
  });
}

function* segmentsOf(file: string): Generator<string[]> {
  for (const interchange of file.split(/(?=ISA.{101})/s)) {
    const [separator, terminator] = [interchange[3] ?? '*', interchange[105] ?? '~'];
    for (const segment of interchange.split(terminator)) {
      const text = segment.trim();
      if (text !== '') yield text.split(separator);
    }
  }
}
