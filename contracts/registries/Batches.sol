// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {ILedger} from "../interfaces/ILedger.sol";

/// @title The rules of {IBatches}, where they are stated
contract Batches is IBatches {
    /// @notice Acts in one transaction.
    uint256 public constant MAX_ACTS = 128;
    /// @notice Bytes of a reason that are kept: every error of a registry is shorter.
    uint256 public constant MAX_REASON = 1024;
    /// @notice Gas that is kept back beside an act's own: for the call itself, and to say that the act was refused.
    uint256 public constant RESERVE = 60_000;

    ILedger private immutable _LEDGER;

    constructor(ILedger ledger) {
        _LEDGER = ledger;
    }

    /// @inheritdoc IBatches
    function attempt(Act[] calldata acts) external returns (uint256 refused) {
        uint256 count = acts.length;
        if (count == 0 || count > MAX_ACTS) revert InvalidActCount(count);
        for (uint256 i = 0; i < count; ++i) {
            Act calldata act = acts[i];
            (bool done, bytes memory reason) = _isRegistry(act.registry)
                ? _perform(i, act)
                : (false, abi.encodeWithSelector(NotARegistry.selector, act.registry));
            if (done) continue;
            ++refused;
            emit ActRefused(i, reason);
        }
    }

    /// @dev A call gets at most 63/64 of the gas that is left (EIP-150), silently less than it is given. An act that ran out of gas through
    /// no fault of its own must not look like one that was refused, so the whole is refused instead.
    function _perform(uint256 index, Act calldata act) private returns (bool done, bytes memory reason) {
        bytes memory data = abi.encodePacked(act.data, msg.sender);
        uint256 left = gasleft();
        if (left - left / 64 < uint256(act.gas) + RESERVE) revert NotEnoughGas(index);
        (address registry, uint256 gasLimit, uint256 most) = (act.registry, act.gas, MAX_REASON);
        // Solidity's own call would copy all that comes back, however much that is.
        // solhint-disable-next-line no-inline-assembly
        assembly ("memory-safe") {
            done := call(gasLimit, registry, 0, add(data, 0x20), mload(data), 0, 0)
            let length := returndatasize()
            if or(done, gt(length, most)) {
                length := mul(most, iszero(done))
            }
            reason := mload(0x40)
            mstore(reason, length)
            returndatacopy(add(reason, 0x20), 0, length)
            mstore(0x40, and(add(add(reason, 0x3f), length), not(0x1f)))
        }
    }

    function _isRegistry(address registry) private view returns (bool) {
        (uint8 subjects, uint256 facts) = _LEDGER.appointment(registry);
        return subjects != 0 || facts != 0;
    }
}
