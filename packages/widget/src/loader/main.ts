import { start } from './start.ts';

start((address) => import(/* @vite-ignore */ address));
