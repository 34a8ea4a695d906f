/** One kind of item of a service's table, as the service's card has it. */
export interface CardItem {
  /** Its keys as the card writes them, for example `USER#<userId> PROFILE`. */
  name: string;
  has(key: { pk: string; sk: string }): boolean;
}

/**
 * The kinds of items that the table with `item` and `pk` of a card has. A key in backticks is itself, with anything for what
 * stands in angle brackets; one in words is anything.
 * @param card text of a service's README.md
 */
export function itemsOfCard(card: string): CardItem[] {
  const lines = card.split('\n');
  const head = lines.findIndex((line) => /^\| item\b.*\| `?pk`? +\|/.test(line));
  if (head < 0) throw new Error('The card has no table of items');
  const rest = lines.slice(head + 2);
  const end = rest.findIndex((line) => !line.startsWith('|'));
  return rest.slice(0, end < 0 ? undefined : end).flatMap((line) => {
    const [, , pk = '', sk = ''] = line.split('|').map((cell) => cell.trim());
    return keysIn(pk).flatMap((one) =>
      keysIn(sk).map((other) => ({
        name: `${one} ${other}`,
        has: (key) => patternOf(one).test(key.pk) && patternOf(other).test(key.sk),
      })),
    );
  });
}

function keysIn(cell: string): string[] {
  const keys = [...cell.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key);
  return keys.length > 0 ? keys : [`<${cell}>`];
}

const patternOf = (key: string): RegExp => {
  const literal = key.split(/<[^<>]+>/).map((part) => part.replace(/[^\w]/g, '\\$&'));
  return new RegExp(`^${literal.join('.+')}$`);
};
