import { initials } from '../base/format';
import classes from './Avatar.module.css';

const tints = 6;

function tintOf(text: string): number {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + (char.codePointAt(0) ?? 0)) % 9973;
  return sum % tints;
}

/** Initials on one of six tints: for the eye only. */
export function Avatar({ name, seed = name, size = 34 }: { name: string; seed?: string; size?: number }) {
  return (
    <span aria-hidden className={classes.avatar} data-tint={tintOf(seed)} style={{ width: size, height: size }}>
      {initials(name)}
    </span>
  );
}
