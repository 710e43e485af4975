export { orderList, orderLookup, productSearch } from './actions.ts';
export { orderCard, ordersCard, productCard, productsCard } from './cards.ts';
export { groundFor, isOwner, isProven, type Asker, type Ground, type Proof } from './disclosure.ts';
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
export type { CallOptions, Customer, ProductQuery, Shop } from './shop.ts';
export { shopActions, type ShopActionsOptions } from './shop-actions.ts';
