/** When a tab mines each day, by the device's clock, as `HH:MM`. Through midnight if `to` is earlier. */
export interface MiningHours {
  from: string;
  to: string;
}

export const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/**
 * Whether the hours include this moment. `from` belongs to them, `to` does not; equal ones are the whole day.
 * @example isWithin({ from: '22:00', to: '07:00' }, new Date()); // at night
 */
export function isWithin({ from, to }: MiningHours, moment: Date): boolean {
  const now = moment.getHours() * 60 + moment.getMinutes();
  const [begin, end] = [minutesOf(from), minutesOf(to)];
  return begin < end ? now >= begin && now < end : now >= begin || now < end;
}
