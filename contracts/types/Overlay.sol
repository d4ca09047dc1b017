// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @notice One encumbrance on one interval [from, to) of a line, packed into a word:
/// kind 8 | ref 48 | priority 48 | from 76 | to 76, most significant first.
/// `ref` is the registry sequence of the registration that the overlay belongs to; `priority` the sequence from which it
/// ranks (the two differ for an increase, which ranks from its own amendment).
type Overlay is uint256;

using Overlays for Overlay global;

library Overlays {
    /// @notice 担保权: a security interest.
    uint8 internal constant INTEREST = 1;
    /// @notice 司法冻结: a freeze by a court; a later one on the same units waits (轮候) and is promoted when the earlier ends.
    uint8 internal constant JUDICIAL = 2;
    /// @notice 行政限制: a restriction by an administrative authority.
    uint8 internal constant ADMINISTRATIVE = 3;
    /// @notice 履约保留: units kept for the surrender of a compliance period.
    uint8 internal constant COMPLIANCE = 4;
    /// @notice 质押控制: the authority's platform keeps pledged units from being traded.
    uint8 internal constant PLEDGE_CONTROL = 5;
    /// @notice 暂停: the authority has suspended the right; nothing may be done with the units but end what is there.
    uint8 internal constant SUSPENSION = 6;
    /// @notice 中止执行: enforcement is stayed, as in a reorganisation (Enterprise Bankruptcy Law art. 75).
    uint8 internal constant STAY = 7;
    /// @notice 已处置: sold in enforcement, awaiting the transfer of title to the buyer.
    uint8 internal constant SOLD = 8;
    /// @notice 清缴: surrendered for compliance. From here to {MOVED} the units are gone from the line, whose places stay as they were.
    uint8 internal constant SURRENDERED = 9;
    /// @notice 自愿注销: retired.
    uint8 internal constant RETIRED = 10;
    /// @notice 核减: cut by the authority.
    uint8 internal constant CUT = 11;
    /// @notice 转出: moved to a right of their own.
    uint8 internal constant MOVED = 12;
    /// @notice 不予结转: tradable still, but of no use for the surrender of later periods.
    uint8 internal constant NOT_CARRIED = 13;

    /// @notice Sets of kinds are masks with the bit 1 << kind.
    /// @notice Entered and ended through the register of restrictions.
    uint256 internal constant RESTRICTIONS = 0xfc;
    /// @notice Units under these are encumbered: no longer free, and a later claimant ranks behind. INTEREST to SOLD.
    uint256 internal constant ENCUMBRANCES = 0x1fe;
    /// @notice Units under these are no longer on the line. SURRENDERED to MOVED.
    uint256 internal constant GONE = 0x1e00;
    /// @notice Every kind.
    uint256 internal constant ALL = 0x3ffe;

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

    // Each cast takes one field of the layout.

    function kind(Overlay self) internal pure returns (uint8) {
        return uint8(Overlay.unwrap(self) >> 248);
    }

    function ref(Overlay self) internal pure returns (uint64) {
        return uint64((Overlay.unwrap(self) >> 200) & SEQUENCE_MASK);
    }

    function priority(Overlay self) internal pure returns (uint64) {
        return uint64((Overlay.unwrap(self) >> 152) & SEQUENCE_MASK);
    }

    function from(Overlay self) internal pure returns (uint256) {
        return (Overlay.unwrap(self) >> 76) & MAX_QUANTITY;
    }

    function to(Overlay self) internal pure returns (uint256) {
        return Overlay.unwrap(self) & MAX_QUANTITY;
    }

    /// @notice The same overlay on another interval.
    function on(Overlay self, uint256 from_, uint256 to_) internal pure returns (Overlay) {
        return Overlay.wrap(((Overlay.unwrap(self) >> 152) << 152) | (from_ << 76) | to_);
    }
}
