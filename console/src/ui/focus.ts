/** When what had the focus is gone (a row, a dialog's opener), the page's heading has it: not the top of the document. */
export function focusHeading(): void {
  requestAnimationFrame(() => {
    if (document.activeElement === null || document.activeElement === document.body)
      document.querySelector<HTMLElement>('main h1')?.focus();
  });
}
