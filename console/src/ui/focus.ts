import { useEffect } from 'react';

/** When what had the focus is gone (a row, a dialog's opener), the page's heading has it: not the top of the document. */
export function focusHeading(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body)
      document.querySelector<HTMLElement>('main h1')?.focus();
  });
}

let opener: HTMLElement | null = null;

/** An item of a menu is gone once it was chosen: the button that opened the menu stands for it. */
function standing(element: HTMLElement): HTMLElement | null {
  const menu = element.closest('[role=menu]');
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : element;
}

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement && !target.closest('[role=dialog]')) opener = standing(target);
});

/**
 * For a dialog that is mounted when it opens: when it goes, what opened it has the focus again. (The library's own return of
 * focus knows only dialogs that were there, closed, before.)
 */
export function useReturnFocus(): void {
  useEffect(
    () => () => {
      const former = opener;
      requestAnimationFrame(() => {
        if (document.querySelector('[role=dialog]')) return;
        if (former?.isConnected) former.focus();
        else focusHeading();
      });
    },
    [],
  );
}
