/** `app/page.jsx`. */
export default function Page() {
  return <h1>Kettles</h1>;
}
