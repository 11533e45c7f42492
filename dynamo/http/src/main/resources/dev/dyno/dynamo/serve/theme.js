const THEMES = ['', 'light', 'dark'];
const button = document.getElementById('theme');

function paint(theme) {
  button.setAttribute('aria-label', `Theme: ${theme || 'as the system'}`);
  if (theme) {
    document.documentElement.dataset.theme = theme;
  } else {
    delete document.documentElement.dataset.theme;
  }
}

/** As it was chosen before, or as the system has it; the button goes through all of them. */
export function start() {
  paint(localStorage.getItem('dyno-theme') || '');
  button.addEventListener('click', () => {
    const theme = THEMES[(THEMES.indexOf(document.documentElement.dataset.theme || '') + 1) % THEMES.length];
    localStorage.setItem('dyno-theme', theme);
    paint(theme);
  });
}
