/** The address of a list: its path and those of its filters that are set. Stable, so it can be kept and shared. */
export class ListAddress<Name extends string> {
  constructor(readonly path: string, private readonly names: readonly Name[], private readonly query: URLSearchParams) {}

  value(name: Name): string | null {
    return this.query.get(name)?.trim() || null;
  }

  /** The filters as the API takes them; it says what is wrong with those it does not know. */
  get filters(): Partial<Record<Name, string>> {
    const set = this.names.map((name) => [name, this.value(name)] as const).filter(([, value]) => value !== null);
    return Object.fromEntries(set) as Partial<Record<Name, string>>;
  }

  /** The same list with some filters changed (null drops one); always from its first page. */
  with(changes: Partial<Record<Name, string | null>>): string {
    const search = new URLSearchParams();
    for (const name of this.names) {
      const value = changes[name] === undefined ? this.value(name) : changes[name];
      if (value) search.set(name, value);
    }
    return search.size > 0 ? `${this.path}?${search}` : this.path;
  }

  page(cursor: string | null): string | null {
    if (!cursor) return null;
    const address = this.with({});
    return `${address}${address.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(cursor)}`;
  }

  get cursor(): string | undefined {
    return this.query.get('cursor') ?? undefined;
  }

  /** Filters to carry along as hidden fields of a form that sets the others. */
  hidden(...but: Name[]): { name: string; value: string }[] {
    return this.names.filter((name) => !but.includes(name) && this.value(name) !== null).map((name) => ({ name, value: this.value(name) ?? '' }));
  }

  get isFiltered(): boolean {
    return this.names.some((name) => this.value(name) !== null);
  }
}

export interface ChipView {
  readonly label: string;
  readonly href: string;
  readonly current: boolean;
  readonly count?: number | null;
  readonly tone?: 'red' | null;
}

export interface OptionView {
  readonly value: string;
  readonly label: string;
  readonly chosen: boolean;
}

/** Options of a filter, the one that is set chosen. */
export function options(current: string | null, all: readonly (readonly [value: string, label: string])[]): OptionView[] {
  return all.map(([value, label]) => ({ value, label, chosen: value === (current ?? '') }));
}
