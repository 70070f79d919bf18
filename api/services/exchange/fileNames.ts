/** "837I-000000042.x12": what it is and its control number, nothing of whom it is about. */
export function fileNameOf(set: string, controlNumber: number): string {
  return `${set}-${String(controlNumber).padStart(9, '0')}.x12`;
}
