import { useEffect, useState } from 'react';

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

/** What has the focus within a dialog that is open already. */
function heldWithin(): HTMLElement | null {
  const held = document.activeElement;
  return held instanceof HTMLElement && held.closest('[role=dialog]') ? held : null;
}

/**
 * For a dialog that is mounted when it opens: when it goes, what opened it has the focus again, in the dialog below or on the
 * page. (The library's own return of focus knows only dialogs that were there, closed, before.)
 */
export function useReturnFocus(): void {
  const [within] = useState(heldWithin);
  useEffect(
    () => () => {
      const former = opener;
      requestAnimationFrame(() => {
        if (within?.isConnected) within.focus();
        else if (document.querySelector('[role=dialog]')) return;
        else if (former?.isConnected) former.focus();
        else focusHeading();
      });
    },
    [within],
  );
}
