import { localDate } from '../calendar/zone';
import { ageInDays as daysFrom } from '../time';

/** One bed a patient lay in; times ISO. */
export interface BedStay {
  readonly id: string;
  readonly wardSpecialty: string | null;
  readonly from: string;
  readonly to: string;
}

export interface RoomCharge {
  readonly stayId: string;
  readonly nights: number;
  readonly revenueCode: string;
  readonly rateCents: number;
  /** The day of the first night, "YYYY-MM-DD". */
  readonly serviceDate: string;
}

/** Revenue codes for room and board by kind of ward (NUBC 012x semi-private, 020x intensive, 021x coronary care), and the hospital's daily rates. */
const ROOM_RATES = [
  { revenueCode: '0200', rateCents: 480_000, when: /intensive|critical|icu/i },
  { revenueCode: '0210', rateCents: 390_000, when: /coronary|ccu/i },
  { revenueCode: '0206', rateCents: 290_000, when: /step[- ]?down|intermediate|high[- ]dependency/i },
  { revenueCode: '0122', rateCents: 185_000, when: /obstet|matern/i },
  { revenueCode: '0123', rateCents: 185_000, when: /pa?ediatric|child/i },
  { revenueCode: '0124', rateCents: 160_000, when: /psych/i },
  { revenueCode: '0128', rateCents: 150_000, when: /rehab/i },
  { revenueCode: '0120', rateCents: 175_000, when: /./ },
] as const;

/** What a night in this kind of ward is billed as. */
export function roomRate(wardSpecialty: string | null): { revenueCode: string; rateCents: number } {
  const found = ROOM_RATES.find(({ when }) => when.test(wardSpecialty ?? 'general')) ?? ROOM_RATES[ROOM_RATES.length - 1];
  return { revenueCode: found?.revenueCode ?? '0120', rateCents: found?.rateCents ?? 0 };
}

/**
 * Nights by bed: a night belongs to the bed the patient lies in at midnight by the clocks of `zone`, so a transfer never bills a night twice. A stay
 * without any midnight is one day in its first bed, as payers count it.
 */
export function roomCharges(stays: readonly BedStay[], zone: string): RoomCharge[] {
  const day = (iso: string) => localDate(zone, Date.parse(iso));
  const inOrder = [...stays].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.id < b.id ? -1 : 1));
  const counted = inOrder.map((stay) => ({ stay, nights: daysFrom(day(stay.from), day(stay.to)) }));
  const none = counted.every(({ nights }) => nights === 0);
  return counted.flatMap(({ stay, nights: slept }, index) => {
    const nights = none && index === 0 ? 1 : slept;
    return nights === 0 ? [] : [{ stayId: stay.id, nights, ...roomRate(stay.wardSpecialty), serviceDate: day(stay.from) }];
  });
}
