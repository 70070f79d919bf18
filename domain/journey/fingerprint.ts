/** The message of a failure with everything particular taken out (IDs, numbers, quoted words, times), so that the same cause reads the same. */
export function normaliseMessage(message: string): string {
  return message
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '<id>')
    .replace(/\d{4}-\d\d-\d\d(T[\d:.]+Z?)?/g, '<time>')
    .replace(/(["'`]).*?\1/g, '<text>')
    .replace(/\d+(\.\d+)?/g, '<n>')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}
