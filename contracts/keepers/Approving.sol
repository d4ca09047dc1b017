// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Members} from "../libraries/Members.sol";
import {Approval, ApprovalExpired, ConsentRequired, NotApprovedByChecker} from "../types/Approval.sol";
import {Capacities, Duties} from "../types/Capacities.sol";
import {PartyId} from "../types/Ids.sol";
import {Acting} from "./Acting.sol";

/// @title The second signature: four eyes, and the consent of the party concerned
/// @notice One typed message for every act, so that a wallet shows what is approved and a signature is never good for another act,
/// another contract, another subject or another state of it.
abstract contract Approving is EIP712, Acting {
    bytes32 private constant _APPROVAL = keccak256(
        "Approval(string act,bytes32 subject,bytes32 word,bytes32 details,uint40 deadline)"
    );

    constructor() EIP712("Ludeng", "1") {}

    /// @notice Who signed, if that is an active checker of the institution with one of the capacities; reverts otherwise.
    /// @param act keccak256 of the act's name
    function _requireChecker(
        bytes32 act,
        bytes32 subject,
        bytes32 word,
        bytes32 details,
        Approval calldata approval,
        uint32 institution,
        uint16 capacities
    ) internal view returns (address signer) {
        signer = _signerOf(act, subject, word, details, approval);
        if (Members.keyOf(_LEDGER, signer).institution != institution) {
            revert NotApprovedByChecker(signer, institution);
        }
        Members.authorize(_LEDGER, signer, Duties.CHECKER, capacities);
    }

    /// @notice Reverts unless an active maker or checker of the institution that the party is has signed.
    function _requireConsent(
        bytes32 act,
        bytes32 subject,
        bytes32 word,
        bytes32 details,
        Approval calldata consent,
        PartyId party
    ) internal view {
        address signer = _signerOf(act, subject, word, details, consent);
        uint32 number = Members.numberOf(_LEDGER, party);
        if (number == 0 || Members.keyOf(_LEDGER, signer).institution != number) {
            revert ConsentRequired(party, signer);
        }
        Members.authorize(_LEDGER, signer, Duties.MAKER | Duties.CHECKER, Capacities.ALL);
    }

    function _signerOf(
        bytes32 act,
        bytes32 subject,
        bytes32 word,
        bytes32 details,
        Approval calldata approval
    ) private view returns (address signer) {
        if (approval.deadline < block.timestamp) revert ApprovalExpired(approval.deadline);
        bytes32 structHash = keccak256(abi.encode(_APPROVAL, act, subject, word, details, approval.deadline));
        (signer, , ) = ECDSA.tryRecover(_hashTypedDataV4(structHash), approval.signature);
    }
}
