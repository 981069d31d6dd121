// Times as text, by a layout that shows how Go's reference time would be written. All times of templates are in UTC.
import { calendarOf, MONTHS, WEEKDAYS, type CalendarParts } from './calendar.ts';

/** The parts of a layout, longest first where one begins another; `Jan` and `Mon` are no parts inside of a word. */
const PART =
  /January|Jan(?![a-z])|Monday|Mon(?![a-z])|MST|2006|__2|_2(?!006)|002|01|02|03|04|05|06|15|PM|pm|-07:00:00|-070000|-07:00|-0700|-07|Z07:00:00|Z070000|Z07:00|Z0700|Z07|[.,]0+(?!\d)|[.,]9+(?!\d)|1|2|3|4|5/g;

const two = (value: number): string => String(value).padStart(2, '0');

function fraction(part: string, nanosecond: number): string {
  const decimals = String(nanosecond)
    .padStart(9, '0')
    .slice(0, part.length - 1)
    .padEnd(part.length - 1, '0');
  if (part[1] === '0') return part.slice(0, 1) + decimals;
  const kept = decimals.replace(/0+$/, '');
  return kept === '' ? '' : part.slice(0, 1) + kept;
}

function offset(part: string): string {
  if (part.startsWith('Z')) return 'Z';
  return part.replaceAll(/\d/g, '0').replace('-', '+');
}

function year(value: number): string {
  return value < 0 ? `-${String(-value).padStart(4, '0')}` : String(value).padStart(4, '0');
}

function write(part: string, at: CalendarParts): string {
  const hour12 = at.hour % 12 === 0 ? 12 : at.hour % 12;
  const half = at.hour >= 12 ? 'PM' : 'AM';
  switch (part) {
    case 'January':
      return MONTHS[at.month - 1] ?? '';
    case 'Jan':
      return (MONTHS[at.month - 1] ?? '').slice(0, 3);
    case 'Monday':
      return WEEKDAYS[at.weekday] ?? '';
    case 'Mon':
      return (WEEKDAYS[at.weekday] ?? '').slice(0, 3);
    case 'MST':
      return 'UTC';
    case '2006':
      return year(at.year);
    case '06':
      return two(Math.abs(at.year) % 100);
    case '01':
      return two(at.month);
    case '1':
      return String(at.month);
    case '02':
      return two(at.day);
    case '_2':
      return String(at.day).padStart(2, ' ');
    case '2':
      return String(at.day);
    case '002':
      return String(at.yearDay).padStart(3, '0');
    case '__2':
      return String(at.yearDay).padStart(3, ' ');
    case '15':
      return two(at.hour);
    case '03':
      return two(hour12);
    case '3':
      return String(hour12);
    case '04':
      return two(at.minute);
    case '4':
      return String(at.minute);
    case '05':
      return two(at.second);
    case '5':
      return String(at.second);
    case 'PM':
      return half;
    case 'pm':
      return half.toLowerCase();
    default:
      return /^[.,]/.test(part) ? fraction(part, at.nanosecond) : offset(part);
  }
}

/** A time by a layout such as `Mon Jan 2 15:04:05 2006`. The default is what Go's String method uses. */
export function formatTime(ns: bigint, layout = '2006-01-02 15:04:05.999999999 -0700 MST'): string {
  const at = calendarOf(ns);
  return layout.replaceAll(PART, (part) => write(part, at));
}
