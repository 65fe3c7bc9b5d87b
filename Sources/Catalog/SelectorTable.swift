import SQLite
import Testbed

/// Fills the selectors of a site's configurations, inside the transaction that stores it.
struct SelectorTable {
  let connection: Connection
  let site: SiteID

  func fill() throws {}
}
