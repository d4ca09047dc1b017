// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title What amendments added to a secured amount: since 48 | amount 128, oldest first
/// @notice The secured amount counts the increases too. It falls into layers, each with a rank of its own: layer 0 is what is not of
/// an increase and ranks with the collateral, layer n is the n-th increase and ranks from `since` on. Twin: domain/interests/increases.ts.
library Increases {
    /// @notice At most this many increases of one interest: bounds every loop over layers.
    uint256 internal constant MAX_INCREASES = 8;

    // Casts take one field of the layout: the low 128 bits are the amount, what is above them the registration.

    /// @notice `increases` with one more.
    function appended(
        uint256[] calldata increases,
        uint64 since,
        uint128 amount
    ) internal pure returns (uint256[] memory longer) {
        uint256 count = increases.length;
        longer = new uint256[](count + 1);
        for (uint256 i = 0; i < count; ++i) longer[i] = increases[i];
        longer[count] = (uint256(since) << 128) | amount;
    }

    /// @notice Takes `less` from the latest first, and removes those of which nothing is left. What exceeds them all comes off layer 0.
    function lower(uint256[] memory increases, uint128 less) internal pure {
        uint256 count = increases.length;
        while (less != 0 && count != 0) {
            uint128 amount = uint128(increases[count - 1]);
            if (amount > less) {
                increases[count - 1] -= less;
                break;
            }
            less -= amount;
            --count;
        }
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            mstore(increases, count)
        }
    }

    /// @notice What of `securedAmount` belongs to the layer, which is at most the number of increases.
    function amountOf(
        uint256[] calldata increases,
        uint128 securedAmount,
        uint256 layer
    ) internal pure returns (uint128 amount) {
        if (layer != 0) return uint128(increases[layer - 1]);
        amount = securedAmount;
        for (uint256 i = 0; i < increases.length; ++i) amount -= uint128(increases[i]);
    }

    /// @notice The registration from which the layer ranks, at the earliest; 0 for layer 0.
    function sinceOf(uint256[] calldata increases, uint256 layer) internal pure returns (uint64) {
        return layer == 0 ? 0 : uint64(increases[layer - 1] >> 128);
    }
}
