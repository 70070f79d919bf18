import { randomInt } from 'node:crypto';
import { type Database } from '../../../db/connect';

const LETTERS = 'bcdfghjklmnpqrstvwxz';
const STEM_LENGTH = 12;

export interface Sighting {
  /** "table.column", "log", "an error body". */
  readonly place: string;
  /** The field it was put into. */
  readonly field: string;
  /** As it stood there. */
  readonly form: string;
}

/**
 * Words that occur nowhere else, one a field: wherever one shows up outside the sealed columns, something leaks. All of a brood share a
 * stem, so one search finds any of them, however it was written: as it is, in any case, reversed, in base64, in hex.
 */
export class Canaries {
  private readonly stem = Array.from({ length: STEM_LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('');
  private readonly digitStem = `9${Array.from({ length: 9 }, () => randomInt(10)).join('')}`;
  private readonly fields = new Map<string, string>();
  /** A date of birth nobody has by chance. */
  readonly date = `19${10 + randomInt(10)}-${10 + randomInt(3)}-${10 + randomInt(18)}`;
  private readonly forms: readonly { readonly form: string; readonly text: string; readonly anyCase: boolean }[];

  constructor() {
    this.forms = [this.stem, this.digitStem].flatMap((stem) => [
      { form: 'as it is', text: stem, anyCase: true },
      { form: 'reversed', text: reversed(stem), anyCase: true },
      ...[stem.slice(1), stem.toUpperCase()].flatMap((word) => [ // the first letter may be a capital
        { form: 'in hex', text: Buffer.from(word).toString('hex'), anyCase: true },
        { form: 'in hex, reversed', text: reversed(Buffer.from(word).toString('hex')), anyCase: true },
      ]),
      { form: 'in UTF-16', text: Buffer.from(stem, 'utf16le').toString('latin1'), anyCase: true },
      ...[stem, stem.toUpperCase(), capital(stem)].flatMap((word) => base64Forms(word).map((text) => ({ form: 'in base64', text, anyCase: false }))),
    ]).concat([this.date, this.date.replaceAll('-', '')].map((text) => ({ form: `as ${text.length === 8 ? 'X12 has dates' : 'it is'}`, text, anyCase: true })));
  }

  /** A word for a field: a capital, the stem, and letters that tell the field. */
  word(field: string, maxLength = 40): string {
    return capital(this.stem) + this.tag(field, maxLength - STEM_LENGTH, 'abcdefghijklmnopqrstuvwxyz');
  }

  /** The same of digits, for telephone numbers. */
  digits(field: string): string {
    return this.digitStem + this.tag(field, 4, '0123456789');
  }

  carries(text: string): boolean {
    return text.toLowerCase().includes(this.stem) || text.includes(this.digitStem) || text.includes(this.date);
  }

  /** Where in these bytes a canary stands, in whatever form. */
  find(bytes: string, place: string): Sighting[] {
    const lower = bytes.toLowerCase();
    return this.forms.flatMap(({ form, text, anyCase }) => {
      const at = anyCase ? lower.indexOf(text.toLowerCase()) : bytes.indexOf(text);
      return at < 0 ? [] : [{ place, form, field: this.fieldOf(bytes.slice(at, at + 60)) }];
    });
  }

  /** Every column of every table, sealed or not: sealed bytes show nothing. Answers how many values were looked at, too. */
  async searchDatabase({ sequelize }: Database): Promise<{ values: number; sightings: Sighting[] }> {
    const [tables] = await sequelize.query("SELECT TABLE_NAME AS name FROM information_schema.tables WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE = 'BASE TABLE'");
    const sightings: Sighting[] = [];
    let values = 0;
    for (const { name } of tables as { name: string }[]) {
      const [rows] = await sequelize.query(`SELECT * FROM \`${name}\``);
      for (const row of rows as Record<string, unknown>[]) {
        for (const [column, value] of Object.entries(row)) {
          if (value === null || typeof value === 'number' || value instanceof Date) continue;
          values += 1;
          sightings.push(...this.find(asBytes(value), `${name}.${column}`));
        }
      }
    }
    return { values, sightings };
  }

  private tag(field: string, room: number, alphabet: string): string {
    let number = this.fields.size + 1;
    let tag = '';
    for (; number > 0; number = Math.floor(number / alphabet.length)) tag = (alphabet[number % alphabet.length] as string) + tag;
    this.fields.set(tag, field);
    return tag.slice(0, Math.max(room, 0));
  }

  private fieldOf(seen: string): string {
    const tags = [...this.fields].filter(([tag]) => seen.toLowerCase().startsWith(this.stem + tag) || seen.startsWith(this.digitStem + tag));
    return tags.sort(([one], [other]) => other.length - one.length)[0]?.[1] ?? '?';
  }
}

/** Each place once, however often it shows there. */
export function distinct(sightings: readonly Sighting[]): Sighting[] {
  return [...new Map(sightings.map((sighting) => [`${sighting.place} ${sighting.form} ${sighting.field}`, sighting])).values()];
}

/** One character a byte, so that text and binary are searched alike. */
function asBytes(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('latin1');
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('latin1');
}

const reversed = (text: string): string => [...text].reverse().join('');
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** What a word looks like within base64, at each of the three places it can begin; without the ends, which depend on its neighbours. */
function base64Forms(word: string): string[] {
  return [0, 1, 2].map((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), Buffer.from(word)]).toString('base64').replace(/=+$/, '');
    const whole = Math.floor(((word.length + offset) * 8) / 6);
    return encoded.slice(offset === 0 ? 0 : Math.ceil((offset * 8) / 6), whole);
  });
}
