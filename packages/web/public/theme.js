// Runs before the first paint, so that a chosen theme does not flash the other one. src/page/theme.ts writes the choice.
try {
  const choice = localStorage.getItem('shutterbus.theme');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch {
  // Storage is blocked: the system's choice stands.
}
