import { noraAtTheDesk } from './desk.ts';
import { journeys, lookUpAtDesk, playAtDesk, playByProgram } from './journeys.ts';
import { shopperInTheShop } from './shopper.ts';
import { conversationSaying, openStage, rounds } from './stage.ts';

const say = (line: string): void => console.log(line);

await using stage = await openStage(say);
const { started, browser, program, medusa } = stage;

say('\n  From the desk, with Ida in the shop:\n');
const ida = await shopperInTheShop(browser, started, { name: 'Ida Brandt', hello: 'It is about my orders' });
const nora = await noraAtTheDesk(browser, started, 'It is about my orders');
const atDesk = { shopper: ida, medusa, round: rounds.desk };
const seen = await lookUpAtDesk(nora, atDesk);
const total = /Total\s+(\S+)/.exec(seen)?.[1] ?? 'without a total';
say(`  Look up an order. The shopper sees order ${rounds.desk.delivered}, ${total}.`);
for (const journey of journeys)
  say(`  ${journey.title}. Medusa: ${await playAtDesk(journey, nora, atDesk)}.`);

say('\n  By a program on the SDK, with Jonas in the shop:\n');
const conversation = conversationSaying(program, 'Something about mine, too');
const hello = 'Something about mine, too';
const jonas = await shopperInTheShop(browser, started, { name: 'Jonas Keller', hello });
const byProgram = { shopper: jonas, medusa, round: rounds.program };
const his = await conversation;
await his.run('order.lookup', { order: rounds.program.delivered });
say(`  Looked up order ${rounds.program.delivered}.`);
for (const journey of journeys)
  say(`  ${journey.title}. Medusa: ${await playByProgram(journey, his, byProgram)}.`);
say('');
