// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice One encumbrance on one interval [from, to) of a line, packed into a word:
/// kind 8 | ref 48 | priority 48 | from 76 | to 76, most significant first.
/// `ref` is the registry sequence of the registration that the overlay belongs to; `priority` the sequence from which it
/// ranks (the two differ for an increase, which ranks from its own amendment).
type Overlay is uint256;

using Overlays for Overlay global;

library Overlays {
    /// @notice A security interest; further kinds (freezes, holds) take further numbers.
    uint8 internal constant INTEREST = 1;

    /// @notice Quantities are below 2^76 base units, about 7.5e22.
    uint256 internal constant MAX_QUANTITY = (1 << 76) - 1;

    uint256 private constant SEQUENCE_MASK = (1 << 48) - 1;

    /// @notice Packs without checks: callers have bounded every field.
    function pack(
        uint8 kind_,
        uint64 ref_,
        uint64 priority_,
        uint256 from_,
        uint256 to_
    ) internal pure returns (Overlay) {
        return
            Overlay.wrap(
                (uint256(kind_) << 248) |
                    (uint256(ref_) << 200) |
                    (uint256(priority_) << 152) |
                    (from_ << 76) |
                    to_
            );
    }

    function kind(Overlay self) internal pure returns (uint8) {
        return uint8(Overlay.unwrap(self) >> 248);
    }

    function ref(Overlay self) internal pure returns (uint64) {
        return uint64((Overlay.unwrap(self) >> 200) & SEQUENCE_MASK);
    }

    function from(Overlay self) internal pure returns (uint256) {
        return (Overlay.unwrap(self) >> 76) & MAX_QUANTITY;
    }

    function to(Overlay self) internal pure returns (uint256) {
        return Overlay.unwrap(self) & MAX_QUANTITY;
    }
}
