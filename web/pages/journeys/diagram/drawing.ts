import { type Stage, STAGES } from '../../../../domain/journey/stages';
import { INPATIENT_PATHWAY } from '../../../../domain/pathway/declared';
import { type PathwayNode } from './nodes';

interface Line {
  readonly text: string;
  readonly x: number;
  readonly y: number;
}

/** A box as it is drawn; all lengths in units of the drawing. */
export interface Box extends PathwayNode {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly labelLines: readonly Line[];
  readonly icon: { readonly x: number; readonly y: number };
  readonly stateLines: readonly Line[];
  readonly timeAt: { readonly x: number; readonly y: number } | null;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  /** Lines between boxes, those between stages with a head; what lies ahead is dashed. */
  readonly edges: readonly { readonly path: string; readonly head: string | null; readonly isAhead: boolean }[];
}

const PAD = 10;
const LINE = 16;
const ICON = 14;
const GAP = 10;
/** Between a stage and the next one below it. */
const STEP = 22;
const WIDE = { width: 1080, box: 160, inset: 12 } as const;
const TALL = { width: 340, inset: 20 } as const;
/** Letters to a unit of a line, in the widest of the system fonts. */
const LETTERS = { stage: 0.118, branch: 0.138, state: 0.155 } as const;

/** Where each stage stands when there is room for columns: the follow-up goes beside the bill, both after the discharge. */
const COLUMNS: Readonly<Record<Stage, number>> = { admission: 0, diagnostics: 1, treatment: 2, discharge: 3, billing: 4, adjudication: 5, 'follow-up': 4 };

/** The pathway from left to right, what goes off from a stage below it. */
export function drawWide(stages: readonly PathwayNode[], branches: readonly PathwayNode[]): Drawing {
  const boxes: Box[] = [];
  const bottoms: number[] = [];
  const gutter = (WIDE.width - 6 * WIDE.box) / 5;
  // Those that share a column follow each other down: billing stands before the follow-up.
  for (const stage of [...stages].sort((a, b) => Number(a.stage === 'follow-up') - Number(b.stage === 'follow-up'))) {
    const column = COLUMNS[stage.stage];
    const x = column * (WIDE.box + gutter);
    const above = bottoms[column];
    let box = place(stage, x, above === undefined ? 1 : above + STEP, WIDE.box);
    boxes.push(box);
    for (const branch of branches.filter((one) => one.stage === stage.stage)) boxes.push((box = place(branch, x + WIDE.inset, box.y + box.height + GAP, WIDE.box - WIDE.inset)));
    bottoms[column] = box.y + box.height;
  }
  const stageEdges = declaredEdges(boxes).map(({ from, to }) => {
    const turn = to.x - gutter / 2;
    const [y1, y2] = [from.y + 24, to.y + 24];
    return { path: `M${from.x + from.width} ${y1}${y1 === y2 ? '' : `H${turn}V${y2}`}H${to.x - 2}`, head: headAt(to.x - 2, y2), isAhead: isAhead(to) };
  });
  return { width: WIDE.width, height: Math.max(...bottoms.filter((bottom) => bottom !== undefined)) + 1, boxes, edges: [...stageEdges, ...branchEdges(boxes, 6)] };
}

/** The pathway from top to bottom, for narrow screens: the follow-up goes off from the discharge like what goes off from other stages. */
export function drawTall(stages: readonly PathwayNode[], branches: readonly PathwayNode[]): Drawing {
  const boxes: Box[] = [];
  let y = 1;
  const put = (node: PathwayNode, x: number, gap: number): void => {
    const box = place(node, x, y + (boxes.length === 0 ? 0 : gap), TALL.width - x - 1);
    boxes.push(box);
    y = box.y + box.height;
  };
  const withBranches = (stage: PathwayNode, x: number): void => {
    put(stage, x, STEP);
    for (const branch of branches.filter((one) => one.stage === stage.stage)) put(branch, x + TALL.inset, GAP);
  };
  const followUp = stages.find(({ stage }) => stage === 'follow-up');
  for (const stage of stages) {
    if (stage === followUp) continue;
    withBranches(stage, 1);
    if (stage.stage === 'discharge' && followUp) withBranches(followUp, 1 + TALL.inset);
  }
  const stageEdges = declaredEdges(boxes).map(({ from, to }) => {
    const x = from.x + 9;
    if (to.x === from.x) return { path: `M${x} ${from.y + from.height}V${to.y - 2}`, head: `M${x - 4} ${to.y - 7}l4 5l4 -5`, isAhead: isAhead(to) };
    return { path: `M${x} ${from.y + from.height}V${to.y + 24}H${to.x - 2}`, head: headAt(to.x - 2, to.y + 24), isAhead: isAhead(to) };
  });
  return { width: TALL.width, height: y + 1, boxes, edges: [...stageEdges, ...branchEdges(boxes, 9)] };
}

/** From stage to stage as the hospital declares its pathway: what comes after what. */
function declaredEdges(boxes: readonly Box[]): { from: Box; to: Box }[] {
  const boxOf = (stage: Stage): Box | undefined => boxes.find((box) => box.kind === 'stage' && box.stage === stage);
  return STAGES.flatMap((stage) => (INPATIENT_PATHWAY[`stage:${stage}`]?.after ?? []).flatMap((before) => {
    const from = STAGES.find((one) => before === `stage:${one}`);
    const [source, to] = [from && boxOf(from), boxOf(stage)];
    return source && to ? [{ from: source, to }] : [];
  }));
}

/** From a stage down to each of its branches. */
function branchEdges(boxes: readonly Box[], inset: number): Drawing['edges'] {
  return boxes.filter(({ kind }) => kind === 'branch').flatMap((branch) => {
    const stage = boxes.find((box) => box.kind === 'stage' && box.stage === branch.stage);
    return stage ? [{ path: `M${stage.x + inset} ${stage.y + stage.height}V${branch.y + branch.height / 2}H${branch.x}`, head: null, isAhead: isAhead(branch) }] : [];
  });
}

function place(node: PathwayNode, x: number, y: number, width: number): Box {
  const lines = wrap(node.label, Math.floor((width - 2 * PAD) * LETTERS[node.kind]));
  const first = y + PAD + 11;
  const stateY = first + lines.length * LINE + 1;
  const stateX = x + PAD + ICON + 5;
  const stateLines = wrap(node.state, Math.floor((width - 2 * PAD - ICON - 5) * LETTERS.state)).map((text, index) => ({ text, x: stateX, y: stateY + index * LINE }));
  const rows = lines.length + stateLines.length + (node.time ? 1 : 0);
  return {
    ...node, x, y, width, height: rows * LINE + 2 * PAD - 2, labelLines: lines.map((text, index) => ({ text, x: x + PAD, y: first + index * LINE })), icon: { x: x + PAD, y: stateY - ICON + 2 },
    stateLines, timeAt: node.time ? { x: stateX, y: stateY + stateLines.length * LINE } : null,
  };
}

/** Words on one line or two; a word that is longer than a line is cut. */
function wrap(words: string, letters: number): string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines[lines.length - 1];
    if (last !== undefined && last.length + 1 + word.length <= letters) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return (lines.length <= 2 ? lines : [lines[0] ?? '', lines.slice(1).join(' ')]).map((line) => cut(line, letters));
}

/** What is cut here stands in full in the table. */
const cut = (text: string, letters: number): string => (text.length > letters ? `${text.slice(0, letters - 1)}…` : text);

const isAhead = ({ status }: PathwayNode): boolean => status === 'waiting' || status === 'skipped';
const headAt = (x: number, y: number): string => `M${x - 5} ${y - 4}l5 4l-5 4`;
