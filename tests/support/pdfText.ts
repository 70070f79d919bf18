import { inflateSync } from 'node:zlib';

/** A run of text on a page, in points from the page's upper left corner. */
export interface Run {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly font: string;
}

export interface PdfPage {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly Run[];
  /** Lines from top to bottom, as a reader sees them. */
  readonly lines: readonly string[];
}

/** The pages of a PDF written with the built-in fonts (Windows-1252), read back from its content streams. */
export function readPdf(pdf: Buffer): PdfPage[] {
  const source = pdf.toString('latin1');
  const objects = new Map([...source.matchAll(/(\d+) 0 obj\n([^]*?)\nendobj/g)].map(([, id, body]) => [id ?? '', body ?? '']));
  return [...objects.values()].filter((body) => /\/Type \/Page\b/.test(body)).map((page) => {
    const [, width = '0', height = '0'] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(page) ?? [];
    const contents = objects.get(/\/Contents (\d+) 0 R/.exec(page)?.[1] ?? '') ?? '';
    const fonts = new Map([...page.matchAll(/\/(F\d+) (\d+) 0 R/g), ...[...(objects.get(/\/Resources (\d+) 0 R/.exec(page)?.[1] ?? '') ?? '').matchAll(/\/(F\d+) (\d+) 0 R/g)]].map(([, name, id]) => [name ?? '', /\/BaseFont \/(\S+)/.exec(objects.get(id ?? '') ?? '')?.[1] ?? '']));
    const stream = Buffer.from(/stream\n([^]*)\nendstream/.exec(contents)?.[1] ?? '', 'latin1');
    const runs = runsOf((/FlateDecode/.test(contents) ? inflateSync(stream) : stream).toString('latin1'), Number(height), fonts);
    return { width: Number(width), height: Number(height), runs, lines: linesOf(runs) };
  });
}

function runsOf(content: string, height: number, fonts: ReadonlyMap<string, string>): Run[] {
  const runs: Run[] = [];
  let [x, y, size, font] = [0, 0, 0, ''];
  for (const [, moveX, moveY, fontName, fontSize, shown] of content.matchAll(/1 0 0 1 ([-\d.]+) ([-\d.]+) Tm|\/(F\d+) ([\d.]+) Tf|\[([^\]]*)\] TJ/g)) {
    if (moveX !== undefined) [x, y] = [Number(moveX), height - Number(moveY)];
    else if (fontName !== undefined) [font, size] = [fonts.get(fontName) ?? '', Number(fontSize)];
    else runs.push({ text: new TextDecoder('windows-1252').decode(Buffer.from([...(shown ?? '').matchAll(/<([0-9a-f]*)>/gi)].map(([, hex]) => hex).join(''), 'hex')), x, y, size, font });
  }
  return runs;
}

function linesOf(runs: readonly Run[]): string[] {
  const byHeight = new Map<number, Run[]>();
  for (const run of runs) byHeight.set(Math.round(run.y), [...(byHeight.get(Math.round(run.y)) ?? []), run]);
  return [...byHeight].sort(([a], [b]) => a - b).map(([, line]) => line.sort((a, b) => a.x - b.x).map(({ text }) => text).join(''));
}
