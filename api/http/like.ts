/** Text that stands for itself in a LIKE pattern, with the wildcards around it left to the caller. */
export function literal(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&');
}
