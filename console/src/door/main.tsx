import { start } from '../base/start';

void start(<main id="main">…</main>);
