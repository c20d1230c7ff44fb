//! Logos: one for each thing that may have one, in a table of its own, served under the hash of its content. The thing's
//! own row names the hash.

/// Gives a module `set`, `remove` and `content` for the logos of one kind of thing. They stand in `$table`, whose key
/// is `$owner`; the things stand in `$things`, and addresses name one by its column `$named`.
macro_rules! logos {
    ($table:literal, $owner:ident: $id:ty, of $things:literal by $named:literal) => {
        struct Logo {
            content: String,
        }
        crate::sql::record!(Logo, $table, columns: content);

        /// Puts a logo in place of the one before. `content` is base64, `hash` the SHA-256 of what it stands for in
        /// hexadecimal. The version stays: nothing that a form of settings shows has changed.
        pub async fn set(
            tx: &mut crate::db::Tx,
            id: $id,
            hash: &str,
            content: &str,
        ) -> crate::error::Result<()> {
            crate::sql::insert!(tx, $table, { $owner: id, hash: hash, content: content },
                concat!("ON CONFLICT (", stringify!($owner),
                    ") DO UPDATE SET hash = excluded.hash, content = excluded.content"))
            .await?;
            let sql = concat!("UPDATE ", $things, " SET logo = $2 WHERE id = $1");
            tx.execute(sql, crate::sql::params![id, hash]).await.map(drop)
        }

        /// Takes the logo away; `false` if there was none.
        pub async fn remove(tx: &mut crate::db::Tx, id: $id) -> crate::error::Result<bool> {
            let sql = concat!("UPDATE ", $things, " SET logo = NULL WHERE id = $1");
            tx.execute(sql, crate::sql::params![id]).await?;
            let sql = concat!("DELETE FROM ", $table, " WHERE ", stringify!($owner), " = $1");
            Ok(tx.execute(sql, crate::sql::params![id]).await? == 1)
        }

        /// The content, in base64, of the logo with this hash, of what is named so.
        pub async fn content(
            conn: &mut crate::db::Conn,
            named: &str,
            hash: &str,
        ) -> crate::error::Result<Option<String>> {
            let sql = concat!(
                "SELECT content FROM ", $table, " AS l JOIN ", $things, " AS t ON t.id = l.", stringify!($owner),
                " WHERE t.", $named, " = $1 AND l.hash = $2"
            );
            let logo: Option<Logo> = conn.optional(sql, crate::sql::params![named, hash]).await?;
            Ok(logo.map(|logo| logo.content))
        }
    };
}

pub(crate) use logos;
