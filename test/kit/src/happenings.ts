/** Who reads: a shopper sees `everyone`’s entries of their own conversations, staff see all. Each reads from the beginning. */
export type Reader = {
  name: string;
  audience: 'everyone' | 'staff';
  conversations: 'all' | readonly string[];
};

/** Something a peer tried to have stored. `body` is what must arrive unchanged, in any one spelling. */
export type Sent = { sender: string; nonce: string; body: string; audience: 'everyone' | 'staff' };

/** A reply that said “stored”. `seq` is in the numbering of the sender’s side. */
export type Acknowledged = {
  sender: string;
  nonce: string;
  conversation: string;
  seq: number;
  numbering: 'everyone' | 'staff';
};

/** An entry as a reader got it; `publicSeq` only where staff read. */
export type Heard = {
  reader: string;
  conversation: string;
  seq: number;
  publicSeq?: number | undefined;
  sender: string;
  nonce: string;
  audience: 'everyone' | 'staff';
  body: string;
};

/** What happened, in the order in which it was seen. */
export type Happening =
  | ({ kind: 'sent' } & Sent)
  | ({ kind: 'committed' } & { sender: string; nonce: string })
  | ({ kind: 'acknowledged' } & Acknowledged)
  | ({ kind: 'heard' } & Heard);

/** A broken promise; `what` says where. */
export type Violation = {
  kind: 'lost' | 'doubled' | 'gap' | 'swapped' | 'foreign' | 'wrong body' | 'reply before commit';
  what: string;
};
