import { PANELS } from '../../orders/panels';
import { formatDollars } from '../../money';
import { type BilledClaim, type BilledLine, type BundleEdit, type ClaimFacts, earlierOthers } from './facts';
import { pairKey, type Peers } from './peers';
import { type Finding } from './signal';

/** Modifiers that say the column-2 service stood apart (CMS: 59, XE, XP, XS, XU). */
const BYPASS: readonly string[] = ['59', 'XE', 'XP', 'XS', 'XU'];
const LOINC = 'LOINC|';
/** From this share of a panel's tests billed singly, the panel was done. */
const MOST_OF_PANEL = 0.75;
/** Two services that stand on one claim in at least this share of the days a patient had both. */
const ALWAYS_TOGETHER = 0.98;

/**
 * Parts billed beside the whole: by the plan's own bundling edits (on this claim or split over two of one day), by the laboratory's
 * panels, and services the record knows on one claim only that come on two.
 */
export function findUnbundling(facts: ClaimFacts, peers: Peers | null): Finding[] {
  return [...planEdits(facts), ...panels(facts.claim), ...splitClaims(facts, peers)];
}

function planEdits(facts: ClaimFacts): Finding[] {
  const { claim } = facts;
  const sameDay = [claim, ...earlierOthers(facts)].flatMap((one) => one.lines.map((line) => ({ line, claim: one })));
  return facts.bundles.flatMap((edit) => {
    const parts = claim.lines.filter(({ procedure, serviceDate, chargeCents }) => procedure === edit.column2 && chargeCents > 0 && inForce(edit, serviceDate));
    return parts.flatMap((part): Finding[] => {
      const whole = sameDay.find(({ line }) => line.procedure === edit.column1 && line.serviceDate === part.serviceDate);
      if (!whole) return [];
      const bypass = edit.modifierAllowed ? part.modifiers.find((modifier) => BYPASS.includes(modifier)) : undefined;
      const elsewhere = whole.claim.id === claim.id ? '' : ` on claim ${whole.claim.number}`;
      const excuse = bypass === undefined ? '' : ` Modifier ${bypass} says it stood apart: the note must show that.`;
      return [{
        signal: 'unbundling', severity: bypass === undefined ? 'hold' : 'note', reason: `${part.words} (${edit.column2}) is part of ${whole.line.words} (${edit.column1})${elsewhere} of the same day, by the plan’s rules.${excuse}`,
        evidence: [{ label: 'Part', value: `${edit.column2}, ${formatDollars(part.chargeCents)}` }, { label: 'Whole', value: `${edit.column1}, ${formatDollars(whole.line.chargeCents)}` }, { label: 'Day', value: part.serviceDate }],
        lines: [part.number], otherClaimId: whole.claim.id === claim.id ? null : whole.claim.id, key: `edit/${edit.column1}/${edit.column2}/${part.serviceDate}/${bypass ?? ''}`,
      }];
    });
  });
}

function inForce({ from, to }: BundleEdit, day: string): boolean {
  return (!from || from <= day) && (!to || day <= to);
}

/** Tests of one panel billed one by one on one day, or beside their panel. */
function panels(claim: BilledClaim): Finding[] {
  const days = new Map<string, BilledLine[]>();
  for (const line of claim.lines) if (line.service.startsWith(LOINC) && line.chargeCents > 0) days.set(line.serviceDate, [...(days.get(line.serviceDate) ?? []), line]);
  return [...days].flatMap(([day, lines]) => Object.entries(PANELS).flatMap(([code, panel]): Finding[] => {
    const core = panel.tests.slice(0, panel.core);
    const parts = lines.filter(({ service }) => core.includes(service.slice(LOINC.length)));
    const whole = lines.find(({ service }) => service === `${LOINC}${code}`);
    const different = new Set(parts.map(({ service }) => service)).size;
    if (whole ? different === 0 : different < Math.max(2, Math.ceil(MOST_OF_PANEL * core.length))) return [];
    return [{
      signal: 'unbundling', severity: 'hold', reason: `${panel.name}: ${different} of its ${core.length} tests ${different === 1 ? 'is' : 'are'} billed one by one${whole ? ' beside the panel itself' : ''} on ${day}.`,
      evidence: [{ label: 'Panel', value: `${panel.name} (LOINC ${code})` }, { label: 'Billed singly', value: formatDollars(parts.reduce((total, { chargeCents }) => total + chargeCents, 0)) }], lines: parts.map(({ number }) => number), otherClaimId: null, key: `panel/${code}/${day}/${different}`,
    }];
  }));
}

/** One bill split over two claims, where the record has these services on one claim nearly always. Two whole visits of one day are none. */
function splitClaims(facts: ClaimFacts, peers: Peers | null): Finding[] {
  const { claim } = facts;
  const paid = ({ chargeCents }: BilledLine) => chargeCents > 0;
  const own = new Set(claim.lines.filter(paid).map(({ service }) => service));
  return earlierOthers(facts).filter(({ serviceFrom }) => serviceFrom === claim.serviceFrom).flatMap((other): Finding[] => {
    const theirs = new Set(other.lines.filter(paid).map(({ service }) => service));
    const pairs = claim.lines.filter((line) => paid(line) && !theirs.has(line.service)).flatMap((line) => other.lines.filter((one) => paid(one) && one.serviceDate === line.serviceDate && !own.has(one.service) && isOneBill(peers?.together[pairKey(line.service, one.service)])).map((one) => ({ line, one })));
    const [first] = pairs;
    if (!first) return [];
    const [together, apart] = peers?.together[pairKey(first.line.service, first.one.service)] ?? [0, 0];
    return [{
      signal: 'unbundling', severity: 'hold', reason: `${first.line.words} is billed here and ${first.one.words} on claim ${other.number} of the same day; the record has both on one claim in ${together} of ${together + apart} cases.`,
      evidence: [{ label: 'Pairs split over the two claims', value: String(pairs.length) }, { label: 'Together in the record', value: `${together} of ${together + apart}` }],
      lines: [...new Set(pairs.map(({ line }) => line.number))], otherClaimId: other.id, key: `split/${other.id}/${claim.chargeCents}`,
    }];
  });
}

function isOneBill(counts: readonly [number, number] | undefined): boolean {
  return counts !== undefined && counts[0] / (counts[0] + counts[1]) >= ALWAYS_TOGETHER;
}
