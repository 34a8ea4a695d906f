import type { Value } from './value.ts';

const booleans = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const nulls = /^(?:~|null|Null|NULL|)$/;
const whole =
  /^(?:[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const fraction =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;

/**
 * What a plain scalar of a template means. The measure is PyYAML, through which every template goes that the SAM CLI
 * deploys: `yes` and `off` are booleans while `y`, `N` and `.` are text, `0755` is 493 and `1:30` is 90.
 * Dates, infinities and `=` stay the text that they are, since JSON has nothing for them.
 *
 * A number that JavaScript would write another way than the template (`1.0`, twenty digits) stays text too: where a
 * number is wanted it becomes one again.
 * https://yaml.org/type/
 */
export function plainScalar(text: string): Value {
  if (nulls.test(text)) return null;
  if (booleans.test(text)) return /^(?:yes|true|on)$/i.test(text);
  if (whole.test(text)) return wholeNumber(text);
  if (fraction.test(text)) return fractionalNumber(text);
  return text;
}

function wholeNumber(text: string): Value {
  const digits = text.replaceAll('_', '');
  const sign = digits.startsWith('-') ? -1 : 1;
  const bare = digits.replace(/^[-+]/, '');
  if (bare.includes(':')) return sign * sexagesimal(bare);
  const prefixed = /^0[0-7]+$/.test(bare) ? `0o${bare.slice(1)}` : bare;
  // `0x_` has no digit; PyYAML fails there.
  if (/^0[box]$/.test(prefixed)) return text;
  const value = BigInt(prefixed) * BigInt(sign);
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
}

function fractionalNumber(text: string): Value {
  const digits = text.replaceAll('_', '');
  const bare = digits.replace(/^[-+]/, '');
  const magnitude = bare.includes(':') ? sexagesimal(bare) : Number(bare);
  const value = digits.startsWith('-') ? -magnitude : magnitude;
  return Number.isInteger(value) && Math.abs(value) < 1e16 ? value.toFixed(1) : value;
}

/** Base 60: `1:30` is 90. */
const sexagesimal = (text: string): number =>
  text.split(':').reduce((total, part) => total * 60 + Number(part), 0);
