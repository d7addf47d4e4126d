// Before the first paint: the colour scheme that was chosen here, else the one of the system. Stands in the pages themselves.
(function () {
  var chosen = null;
  try {
    chosen = localStorage.getItem('mantine-color-scheme-value');
  } catch (e) {}
  var dark = chosen === 'dark' || ((!chosen || chosen === 'auto') && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light');
})();
