// Before the first paint, so that nobody who chose the dark theme sees a white flash. The rest is in src/theme.ts.
(() => {
  try {
    const theme = localStorage.getItem('theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // A browser that keeps nothing follows the device.
  }
})();
