import { start } from '../base/start';
import { Door } from './Door';

void start(<Door />);
