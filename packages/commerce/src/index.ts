export { orderList, orderLookup, productSearch } from './actions.ts';
export {
  accountChangeAddress,
  accountChangeContact,
  accountLookup,
  complaintRecord,
  exchangeOpen,
  followupSchedule,
  goodwillGrant,
  leadCapture,
  orderCancel,
  orderChangeAddress,
  orderChangeItems,
  orderChangePayment,
  orderPlace,
  orderQuote,
  paymentRequest,
  paymentStatus,
  refundIssue,
  returnOpen,
} from './deed-actions.ts';
export {
  decide,
  defaultLimits,
  limitedActions,
  type ActionLimits,
  type Allowance,
  type Decision,
  type LimitedAction,
  type Limits,
  type Spending,
} from './limits.ts';
export { orderCard, ordersCard, productCard, productsCard } from './cards.ts';
export {
  groundFor,
  isOwner,
  isProven,
  type Asker,
  type Ground,
  type Known,
  type Proof,
} from './disclosure.ts';
export { Account } from './account.ts';
export { createHttpShop, type HttpShopOptions } from './http-shop.ts';
export {
  Address,
  DisclosedOrder,
  Order,
  OrderCustomer,
  OrderLine,
  OrderStatus,
  OrderSummary,
  summarise,
} from './order.ts';
export { Product, Variant } from './product.ts';
export { ExchangeCase, Payment, Quote, RecordCase, RefundCase, ReturnCase, Voucher } from './results.ts';
export type {
  CallOptions,
  Customer,
  ProductQuery,
  Shop,
  ShopReads,
  ShopWrites,
  WriteOptions,
} from './shop.ts';
export { reckon, type Bill, type Extra, type Goods, type Reckoned, type TaxRules } from './reckon.ts';
export { shopActions, type ShopActionsOptions } from './shop-actions.ts';
export {
  inputs,
  Pieces,
  QuoteRequest,
  Receipt,
  results,
  writeNames,
  type WriteInput,
  type WriteName,
  type WriteResult,
} from './writes.ts';
