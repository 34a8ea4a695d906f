/** One line of a table: a name, then figures. */
export function row(cells: readonly (string | number)[]): void {
  console.log(
    cells.map((cell, index) => (index === 0 ? String(cell).padEnd(50) : String(cell).padStart(10))).join(''),
  );
}
