import { STAGES } from '../../../../domain/journey/stages';
import { drawTall, drawWide, type Drawing } from './drawing';
import { branchNodes, type Clock, type Detail, type PathwayNode, stageNodes } from './nodes';

type Marked = Omit<Drawing, 'boxes'> & { readonly boxes: readonly object[] };

/** The pathway of a journey as a drawing for desks, one for phones, and the table behind both. */
export function pathwayDiagram(detail: Detail, clock: Clock): { drawings: Record<'wide' | 'tall', Marked>; rows: object[] } {
  const [stages, branches] = [stageNodes(detail, clock), branchNodes(detail, clock)];
  const here = (node: PathwayNode): boolean => node.kind === 'stage' && node.stage === detail.journey.stage && detail.journey.status === 'running';
  const marked = (drawing: Drawing): Marked => ({ ...drawing, boxes: drawing.boxes.map((box) => ({ ...box, isHere: here(box) })) });
  return {
    drawings: { wide: marked(drawWide(stages, branches)), tall: marked(drawTall(stages, branches)) },
    rows: STAGES.flatMap((stage) => [...stages.filter((one) => one.stage === stage), ...branches.filter((one) => one.stage === stage)]).map((node) => ({ ...node, isBranch: node.kind === 'branch' })),
  };
}
