import { start } from '../base/start';
import { Door } from './Door';

// A letter's link opened over the page that asked for it changes the fragment alone.
addEventListener('hashchange', () => location.reload());

void start(<Door />);
