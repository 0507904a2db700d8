"""Create the first tables: catalogue, stock, media, content, settings, outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from shop.kernel import columns

revision = "20261120_2100"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "categories",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("parent_id", columns.BigId, nullable=True),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("path", sa.String(length=400), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("intro", columns.Json, nullable=False),
        sa.Column("size_guide", columns.Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent_id"], ["categories.id"], name=op.f("fk_categories_parent_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_categories")),
        sa.UniqueConstraint("path", name=op.f("uq_categories_path")),
    )
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_categories_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "content_pages",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", columns.Json, nullable=False),
        sa.Column("body", columns.Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=True),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_content_pages")),
        sa.UniqueConstraint("slug", name=op.f("uq_content_pages_slug")),
    )
    op.create_table(
        "facet_values",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", columns.Json, nullable=False),
        sa.Column("bit", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("bit >= 0 AND bit <= 62", name=op.f("ck_facet_values_bit")),
        sa.PrimaryKeyConstraint("kind", "code", name=op.f("pk_facet_values")),
        sa.UniqueConstraint("kind", "bit", name=op.f("uq_facet_values_kind_bit")),
    )
    op.create_table(
        "idempotency_keys",
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("answer", columns.Json, nullable=True),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_idempotency_keys")),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("owner", sa.String(length=80), nullable=False),
        sa.Column("until", columns.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_leases")),
    )
    op.create_table(
        "locations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_locations")),
        sa.UniqueConstraint("code", name=op.f("uq_locations_code")),
    )
    op.create_table(
        "media",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=255), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("colour", sa.String(length=7), nullable=False),
        sa.Column("renditions", columns.Json, nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("width >= 0 AND height >= 0", name=op.f("ck_media_size")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_media")),
        sa.UniqueConstraint("key", name=op.f("uq_media_key")),
    )
    op.create_table(
        "outbox_events",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("payload", columns.Json, nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_events")),
    )
    op.create_table(
        "settings",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("value", columns.Json, nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_settings")),
    )
    op.create_table(
        "tax_classes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tax_classes")),
        sa.UniqueConstraint("code", name=op.f("uq_tax_classes_code")),
    )
    op.create_table(
        "versions",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("number", columns.BigId, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_versions")),
    )
    op.create_table(
        "outbox_deliveries",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("event_id", columns.BigId, nullable=False),
        sa.Column("job", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", columns.UTCDateTime(), nullable=False),
        sa.Column("last_error", sa.Text(), nullable=True),
        sa.Column("done_at", columns.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["outbox_events.id"], name=op.f("fk_outbox_deliveries_event_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_deliveries")),
        sa.UniqueConstraint("event_id", "job", name=op.f("uq_outbox_deliveries_event_id_job")),
    )
    with op.batch_alter_table("outbox_deliveries", schema=None) as batch_op:
        batch_op.create_index("ix_outbox_deliveries_open", ["state", "due_at"], unique=False)

    op.create_table(
        "products",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("publish_at", columns.UTCDateTime(), nullable=True),
        sa.Column("unpublish_at", columns.UTCDateTime(), nullable=True),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("material", columns.Json, nullable=False),
        sa.Column("description", columns.Json, nullable=False),
        sa.Column("size_guide", columns.Json, nullable=False),
        sa.Column("seo_title", columns.Json, nullable=False),
        sa.Column("seo_description", columns.Json, nullable=False),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("quantity_step", sa.Integer(), nullable=False),
        sa.Column("tax_class_id", sa.Integer(), nullable=False),
        sa.Column("tags", columns.Json, nullable=False),
        sa.Column("popularity", sa.Integer(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint(
            "status IN ('draft', 'published', 'archived')", name=op.f("ck_products_status")
        ),
        sa.CheckConstraint("quantity_step > 0", name=op.f("ck_products_step")),
        sa.ForeignKeyConstraint(
            ["tax_class_id"], ["tax_classes.id"], name=op.f("fk_products_tax_class_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_products")),
        sa.UniqueConstraint("public_id", name=op.f("uq_products_public_id")),
        sa.UniqueConstraint("slug", name=op.f("uq_products_slug")),
    )
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.create_index(
            "ix_products_dates", ["status", "publish_at", "unpublish_at"], unique=False
        )

    op.create_table(
        "listings",
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("published", sa.Boolean(), nullable=False),
        sa.Column("changed", columns.BigId, nullable=False),
        sa.Column("stock_state", sa.String(length=3), nullable=False),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("categories", columns.Json, nullable=False),
        sa.Column("card", columns.Json, nullable=False),
        sa.Column("price_minor", columns.BigId, nullable=False),
        sa.Column("popularity", sa.Integer(), nullable=False),
        sa.Column("newest", columns.BigId, nullable=False),
        sa.Column("on_sale", sa.Boolean(), nullable=False),
        sa.Column("in_stock", sa.Boolean(), nullable=False),
        sa.Column("sizes", columns.BigId, nullable=False),
        sa.Column("colours", columns.BigId, nullable=False),
        sa.Column("tags", columns.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_listings_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("pk_listings")),
    )
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.create_index("ix_listings_attention", ["stock_state", "popularity"], unique=False)
        batch_op.create_index(batch_op.f("ix_listings_changed"), ["changed"], unique=False)

    op.create_table(
        "options",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", columns.Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_options_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_options")),
        sa.UniqueConstraint("product_id", "code", name=op.f("uq_options_product_id_code")),
    )
    op.create_table(
        "product_categories",
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("category_id", columns.BigId, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["categories.id"], name=op.f("fk_product_categories_category_id")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_product_categories_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("product_id", "category_id", name=op.f("pk_product_categories")),
    )
    with op.batch_alter_table("product_categories", schema=None) as batch_op:
        batch_op.create_index(
            "ix_product_categories_category", ["category_id", "product_id"], unique=False
        )

    op.create_table(
        "shelves",
        sa.Column("category_id", columns.BigId, nullable=False),
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("price_minor", columns.BigId, nullable=False),
        sa.Column("popularity", sa.Integer(), nullable=False),
        sa.Column("newest", columns.BigId, nullable=False),
        sa.Column("on_sale", sa.Boolean(), nullable=False),
        sa.Column("in_stock", sa.Boolean(), nullable=False),
        sa.Column("sizes", columns.BigId, nullable=False),
        sa.Column("colours", columns.BigId, nullable=False),
        sa.Column("tags", columns.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"],
            ["categories.id"],
            name=op.f("fk_shelves_category_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_shelves_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("category_id", "product_id", name=op.f("pk_shelves")),
    )
    with op.batch_alter_table("shelves", schema=None) as batch_op:
        batch_op.create_index(
            "ix_shelves_newest",
            [
                "category_id",
                "newest",
                "product_id",
                "price_minor",
                "on_sale",
                "in_stock",
                "sizes",
                "colours",
                "tags",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_shelves_popularity",
            [
                "category_id",
                "popularity",
                "product_id",
                "price_minor",
                "on_sale",
                "in_stock",
                "sizes",
                "colours",
                "tags",
            ],
            unique=False,
        )
        batch_op.create_index(
            "ix_shelves_price_minor",
            [
                "category_id",
                "price_minor",
                "product_id",
                "on_sale",
                "in_stock",
                "sizes",
                "colours",
                "tags",
            ],
            unique=False,
        )
        batch_op.create_index(batch_op.f("ix_shelves_product_id"), ["product_id"], unique=False)

    op.create_table(
        "variants",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("public_id", sa.String(length=24), nullable=False),
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("sku", sa.String(length=64), nullable=False),
        sa.Column("barcode", sa.String(length=32), nullable=True),
        sa.Column("price_minor", columns.BigId, nullable=False),
        sa.Column("compare_at_minor", columns.BigId, nullable=True),
        sa.Column("cost_minor", columns.BigId, nullable=True),
        sa.Column("weight_grams", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("created_at", columns.UTCDateTime(), nullable=False),
        sa.Column("updated_at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("compare_at_minor > price_minor", name=op.f("ck_variants_compare_at")),
        sa.CheckConstraint("cost_minor >= 0", name=op.f("ck_variants_cost")),
        sa.CheckConstraint("price_minor >= 0", name=op.f("ck_variants_price")),
        sa.CheckConstraint("weight_grams >= 0", name=op.f("ck_variants_weight")),
        sa.ForeignKeyConstraint(
            ["product_id"], ["products.id"], name=op.f("fk_variants_product_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_variants")),
        sa.UniqueConstraint("barcode", name=op.f("uq_variants_barcode")),
        sa.UniqueConstraint("public_id", name=op.f("uq_variants_public_id")),
        sa.UniqueConstraint("sku", name=op.f("uq_variants_sku")),
    )
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_variants_product_id"), ["product_id"], unique=False)

    op.create_table(
        "levels",
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=False),
        sa.Column("allocated", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.CheckConstraint("allocated >= 0 AND held >= 0", name=op.f("ck_levels_promised")),
        sa.CheckConstraint("on_hand - allocated - held >= 0", name=op.f("ck_levels_available")),
        sa.CheckConstraint("on_hand >= 0", name=op.f("ck_levels_on_hand")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_levels_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_levels_variant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("variant_id", "location_id", name=op.f("pk_levels")),
    )
    op.create_table(
        "movements",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("location_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("on_hand_after", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("actor", sa.String(length=80), nullable=False),
        sa.Column("at", columns.UTCDateTime(), nullable=False),
        sa.CheckConstraint("on_hand_after >= 0", name=op.f("ck_movements_after")),
        sa.CheckConstraint("quantity <> 0", name=op.f("ck_movements_quantity")),
        sa.ForeignKeyConstraint(
            ["location_id"], ["locations.id"], name=op.f("fk_movements_location_id")
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"], ["variants.id"], name=op.f("fk_movements_variant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
    )
    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.create_index("ix_movements_variant", ["variant_id", "id"], unique=False)

    op.create_table(
        "option_values",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("option_id", columns.BigId, nullable=False),
        sa.Column("code", sa.String(length=60), nullable=False),
        sa.Column("label", columns.Json, nullable=False),
        sa.Column("detail", columns.Json, nullable=False),
        sa.Column("hex", sa.String(length=7), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("hex IS NULL OR length(hex) = 7", name=op.f("ck_option_values_hex")),
        sa.ForeignKeyConstraint(
            ["option_id"],
            ["options.id"],
            name=op.f("fk_option_values_option_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_option_values")),
        sa.UniqueConstraint("option_id", "code", name=op.f("uq_option_values_option_id_code")),
    )
    op.create_table(
        "product_images",
        sa.Column("id", columns.BigId, nullable=False),
        sa.Column("product_id", columns.BigId, nullable=False),
        sa.Column("media_id", columns.BigId, nullable=False),
        sa.Column("option_value_id", columns.BigId, nullable=True),
        sa.Column("alt", columns.Json, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["media_id"], ["media.id"], name=op.f("fk_product_images_media_id")
        ),
        sa.ForeignKeyConstraint(
            ["option_value_id"],
            ["option_values.id"],
            name=op.f("fk_product_images_option_value_id"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["product_id"],
            ["products.id"],
            name=op.f("fk_product_images_product_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product_images")),
    )
    with op.batch_alter_table("product_images", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_product_images_media_id"), ["media_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_product_images_option_value_id"), ["option_value_id"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_product_images_product_id"), ["product_id"], unique=False
        )

    op.create_table(
        "variant_values",
        sa.Column("variant_id", columns.BigId, nullable=False),
        sa.Column("option_value_id", columns.BigId, nullable=False),
        sa.ForeignKeyConstraint(
            ["option_value_id"],
            ["option_values.id"],
            name=op.f("fk_variant_values_option_value_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["variant_id"],
            ["variants.id"],
            name=op.f("fk_variant_values_variant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("variant_id", "option_value_id", name=op.f("pk_variant_values")),
    )
    with op.batch_alter_table("variant_values", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_variant_values_option_value_id"), ["option_value_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("variant_values", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variant_values_option_value_id"))

    op.drop_table("variant_values")
    with op.batch_alter_table("product_images", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_product_images_product_id"))
        batch_op.drop_index(batch_op.f("ix_product_images_option_value_id"))
        batch_op.drop_index(batch_op.f("ix_product_images_media_id"))

    op.drop_table("product_images")
    op.drop_table("option_values")
    with op.batch_alter_table("movements", schema=None) as batch_op:
        batch_op.drop_index("ix_movements_variant")

    op.drop_table("movements")
    op.drop_table("levels")
    with op.batch_alter_table("variants", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_variants_product_id"))

    op.drop_table("variants")
    with op.batch_alter_table("shelves", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_shelves_product_id"))
        batch_op.drop_index("ix_shelves_price_minor")
        batch_op.drop_index("ix_shelves_popularity")
        batch_op.drop_index("ix_shelves_newest")

    op.drop_table("shelves")
    with op.batch_alter_table("product_categories", schema=None) as batch_op:
        batch_op.drop_index("ix_product_categories_category")

    op.drop_table("product_categories")
    op.drop_table("options")
    with op.batch_alter_table("listings", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_listings_changed"))
        batch_op.drop_index("ix_listings_attention")

    op.drop_table("listings")
    with op.batch_alter_table("products", schema=None) as batch_op:
        batch_op.drop_index("ix_products_dates")

    op.drop_table("products")
    with op.batch_alter_table("outbox_deliveries", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_deliveries_open")

    op.drop_table("outbox_deliveries")
    op.drop_table("versions")
    op.drop_table("tax_classes")
    op.drop_table("settings")
    op.drop_table("outbox_events")
    op.drop_table("media")
    op.drop_table("locations")
    op.drop_table("leases")
    op.drop_table("idempotency_keys")
    op.drop_table("facet_values")
    op.drop_table("content_pages")
    with op.batch_alter_table("categories", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_categories_parent_id"))

    op.drop_table("categories")
