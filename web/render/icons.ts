/** Line icons on a 16-unit grid, drawn for Careway; served once as a sprite. */
const PATHS = {
  alert: 'M8 1.8 15 14H1L8 1.8ZM8 6v4M8 11.8v.4',
  clock: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 4.5V8l2.5 1.7',
  check: 'm3 8.5 3.2 3.2L13 4.8',
  done: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5.2 8.2l2 2 3.6-4',
  circle: 'M8 2.5a5.5 5.5 0 1 1 0 11 5.5 5.5 0 0 1 0-11Z',
  current: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM8 5.5a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5Z',
  skip: 'M8 1.5a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13ZM5 8h6',
  cross: 'm4 4 8 8M12 4l-8 8',
  inbox: 'M1.8 9.5 4 3h8l2.2 6.5M1.8 9.5V13h12.4V9.5M1.8 9.5h3.7c0 1.5 1 2.3 2.5 2.3s2.5-.8 2.5-2.3h3.7',
  bed: 'M1.5 3.5v9.5M1.5 10.5h13V13M14.5 10.5V8.2c0-.9-.7-1.6-1.6-1.6H7v3.9M4.2 5.6a1.3 1.3 0 1 1 0 2.6 1.3 1.3 0 0 1 0-2.6Z',
  people: 'M6 2.8a2.4 2.4 0 1 1 0 4.8 2.4 2.4 0 0 1 0-4.8ZM1.5 13.2c0-2.4 2-4 4.5-4s4.5 1.6 4.5 4M10.5 3.2a2.2 2.2 0 0 1 0 4.2M12 9.6c1.5.5 2.5 1.8 2.5 3.6',
  person: 'M8 2a2.8 2.8 0 1 1 0 5.6A2.8 2.8 0 0 1 8 2ZM2.8 14c0-2.8 2.3-4.6 5.2-4.6s5.2 1.8 5.2 4.6',
  path: 'M3.5 3.8a1.6 1.6 0 1 1 0-.1ZM5 3.7h5a2.3 2.3 0 0 1 0 4.6H6a2.3 2.3 0 0 0 0 4.6h5M12.5 12.9a1.6 1.6 0 1 1 0-.1Z',
  money: 'M1.5 4h13v8h-13zM8 6a2 2 0 1 1 0 4 2 2 0 0 1 0-4ZM3.8 6.2v3.6M12.2 6.2v3.6',
  bell: 'M3.2 11.5h9.6c-1-1-1.2-2.2-1.2-4.2C11.6 4.8 10.2 3 8 3S4.4 4.8 4.4 7.3c0 2-.2 3.2-1.2 4.2ZM6.6 13.6c.3.6.8.9 1.4.9s1.1-.3 1.4-.9M8 1.5V3',
  search: 'M7 2a5 5 0 1 1 0 10A5 5 0 0 1 7 2Zm3.6 8.6L14 14',
  stuck: 'M5.2 1.8h5.6l3.4 3.4v5.6l-3.4 3.4H5.2l-3.4-3.4V5.2l3.4-3.4ZM8 4.8v4M8 10.8v.4',
  heart: 'M8 13.5 2.8 8.3a3 3 0 0 1 0-4.3 3 3 0 0 1 4.3 0l.9.9.9-.9a3 3 0 0 1 4.3 0 3 3 0 0 1 0 4.3L8 13.5Z',
  pulse: 'M1.2 8.5h3l1.6-4.8 3 9 1.8-5.5.8 1.3h3.4',
  settings: 'M2 4.5h6.2M11.8 4.5H14M2 11.5h2.2M7.8 11.5H14M10 2.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6ZM6 9.7a1.8 1.8 0 1 1 0 3.6 1.8 1.8 0 0 1 0-3.6Z',
  mail: 'M1.8 3.5h12.4v9H1.8zM2 4l6 5 6-5',
  sun: 'M8 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6ZM8 1v1.6M8 13.4V15M1 8h1.6M13.4 8H15M3 3l1.1 1.1M11.9 11.9 13 13M13 3l-1.1 1.1M4.1 11.9 3 13',
  moon: 'M13.5 9.8A6 6 0 0 1 6.2 2.5a6 6 0 1 0 7.3 7.3Z',
  next: 'm6 3.5 4.5 4.5L6 12.5',
  back: 'M10 3.5 5.5 8l4.5 4.5',
  down: 'm3.5 6 4.5 4.5L12.5 6',
  finger: 'M8 14.5c.4-1.8.6-3.6.6-5.6M5.2 13.6c.6-1.6.9-3.2.9-4.9a1.9 1.9 0 0 1 3.8 0c0 1.7-.2 3.3-.6 4.9M3.2 11.4c.3-.9.4-1.8.4-2.7a4.4 4.4 0 0 1 8.8 0c0 1.3-.1 2.5-.4 3.7M4 3.4A6.6 6.6 0 0 1 14.4 7',
  lock: 'M3.5 7.5h9V14h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5',
  note: 'M3.5 1.8h6l3 3v9.4h-9zM9.5 1.8v3h3M5.5 8h5M5.5 10.8h5',
  pill: 'M9.2 2.7a2.9 2.9 0 0 1 4.1 4.1l-6.5 6.5a2.9 2.9 0 0 1-4.1-4.1l6.5-6.5ZM6 6l4 4',
  lab: 'M6 1.8h4M6.8 1.8v4.4l-4 6.4c-.4.8.1 1.6 1 1.6h8.4c.9 0 1.4-.8 1-1.6l-4-6.4V1.8M4.6 10.2h6.8',
  calendar: 'M2 3.5h12V14H2zM2 6.5h12M5 1.8v3M11 1.8v3',
  flag: 'M3.5 14.5V2h8.8l-2.2 3.4 2.2 3.4H3.5',
  sparkle: 'M8 1.5 9.5 6.5 14.5 8l-5 1.5L8 14.5 6.5 9.5 1.5 8l5-1.5L8 1.5Z',
  out: 'M6 2H2.5v12H6M10.5 4.8 13.8 8l-3.3 3.2M13.5 8H6',
  shield: 'M8 1.5 13.5 3.5v4c0 3.4-2.3 5.8-5.5 7-3.2-1.2-5.5-3.6-5.5-7v-4L8 1.5Z',
  arrow: 'M2.5 8h11M9.5 4l4 4-4 4',
  more: 'M3 8h.1M8 8h.1M13 8h.1',
  undo: 'M5.5 3 2.5 6l3 3M2.8 6H10a3.5 3.5 0 0 1 0 7H6.5',
  chart: 'M2 2v12h12M5 11.5V8M8.5 11.5V5M12 11.5V7',
  save: 'M2.5 2.5h8.8l2.2 2.2v8.8h-11zM5 2.5v3.3h5V2.5M4.8 13.5V9.3h6.4v4.2',
} as const;

export type IconName = keyof typeof PATHS;
export const ICON_NAMES = Object.keys(PATHS) as IconName[];

/** All icons as one picture of symbols, kept by the browser. */
export const SPRITE = `<svg xmlns="http://www.w3.org/2000/svg">${Object.entries(PATHS).map(([name, path]) => `<symbol id="${name}" viewBox="0 0 16 16"><path d="${path}"/></symbol>`).join('')}</svg>`;

/** A reference to one icon of the sprite at `sprite`. Decorative: the word beside it says the same. */
export function iconSvg(name: string, sprite: string): string {
  if (!Object.hasOwn(PATHS, name)) throw new Error(`There is no icon "${name}".`);
  return `<svg class="icon" aria-hidden="true" focusable="false"><use href="${sprite}#${name}"/></svg>`;
}
